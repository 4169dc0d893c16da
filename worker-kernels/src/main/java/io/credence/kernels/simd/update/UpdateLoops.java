package io.credence.kernels.simd.update;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;

/**
 * The loops of {@link Updates}: over whole vectors, then over the remaining elements. They are in a separate class so
 * that {@link Updates} can be linked without the vector module, and report that it is missing. Settings are read into
 * local variables, where the compiler keeps them in registers.
 */
final class UpdateLoops {
    private UpdateLoops() {}

    static void sgd(float[] w, float[] gradient, int from, int to, Updates.Step step) {
        float rate = step.rate;
        float gradientScale = step.gradientScale;
        float l2 = step.l2;
        float shrink = 1f - rate * step.decay;
        int bound = from + FLOATS.loopBound(to - from);
        int i = from;
        for (; i < bound; i += COUNT) {
            FloatVector x = fromArray(FLOATS, w, i);
            FloatVector g = fromArray(FLOATS, gradient, i).mul(gradientScale).add(x.mul(l2));
            g.fma(broadcast(FLOATS, -rate), x.mul(shrink)).intoArray(w, i);
        }
        for (; i < to; i++) {
            float g = gradient[i] * gradientScale + w[i] * l2;
            w[i] = Math.fma(g, -rate, w[i] * shrink);
        }
    }

    static void momentum(
            float[] w,
            float[] gradient,
            float[] v,
            int from,
            int to,
            float momentum,
            boolean nesterov,
            Updates.Step step) {
        float rate = step.rate;
        float gradientScale = step.gradientScale;
        float l2 = step.l2;
        float shrink = 1f - rate * step.decay;
        int bound = from + FLOATS.loopBound(to - from);
        int i = from;
        for (; i < bound; i += COUNT) {
            FloatVector x = fromArray(FLOATS, w, i);
            FloatVector g = fromArray(FLOATS, gradient, i).mul(gradientScale).add(x.mul(l2));
            FloatVector velocity = fromArray(FLOATS, v, i).fma(broadcast(FLOATS, momentum), g);
            velocity.intoArray(v, i);
            FloatVector direction = nesterov ? velocity.fma(broadcast(FLOATS, momentum), g) : velocity;
            direction.fma(broadcast(FLOATS, -rate), x.mul(shrink)).intoArray(w, i);
        }
        for (; i < to; i++) {
            float g = gradient[i] * gradientScale + w[i] * l2;
            v[i] = Math.fma(v[i], momentum, g);
            float direction = nesterov ? Math.fma(v[i], momentum, g) : v[i];
            w[i] = Math.fma(direction, -rate, w[i] * shrink);
        }
    }

    /** Takes a step of AMSGrad, or of Adam if highest is null. */
    static void adam(
            float[] w,
            float[] gradient,
            float[] m,
            float[] v,
            float[] highest,
            int from,
            int to,
            Updates.Adam adam,
            Updates.Step step) {
        float beta1 = adam.beta1;
        float gradientWeight = adam.gradientWeight;
        float beta2 = adam.beta2;
        float squareWeight = adam.squareWeight;
        float epsilon = adam.epsilon;
        float gradientScale = step.gradientScale;
        float l2 = step.l2;
        float shrink = 1f - step.rate * step.decay;
        float rate = (float) (-step.rate / adam.correction1);
        float rootScale = (float) (1 / Math.sqrt(adam.correction2));
        int bound = from + FLOATS.loopBound(to - from);
        int i = from;
        for (; i < bound; i += COUNT) {
            FloatVector x = fromArray(FLOATS, w, i);
            FloatVector g = fromArray(FLOATS, gradient, i).mul(gradientScale).add(x.mul(l2));
            FloatVector first = fromArray(FLOATS, m, i).mul(beta1).add(g.mul(gradientWeight));
            FloatVector second = fromArray(FLOATS, v, i).mul(beta2).add(g.mul(g).mul(squareWeight));
            first.intoArray(m, i);
            second.intoArray(v, i);
            FloatVector square = second;
            if (highest != null) {
                square = fromArray(FLOATS, highest, i).max(second);
                square.intoArray(highest, i);
            }
            FloatVector root = square.sqrt().mul(rootScale).add(epsilon);
            x.mul(shrink).add(first.mul(rate).div(root)).intoArray(w, i);
        }
        for (; i < to; i++) {
            float g = gradient[i] * gradientScale + w[i] * l2;
            m[i] = m[i] * beta1 + g * gradientWeight;
            v[i] = v[i] * beta2 + g * g * squareWeight;
            float square = v[i];
            if (highest != null) {
                square = Math.max(highest[i], v[i]);
                highest[i] = square;
            }
            float root = (float) Math.sqrt(square) * rootScale + epsilon;
            w[i] = w[i] * shrink + m[i] * rate / root;
        }
    }

    static void average(float[] averages, float[] values, int from, int to, float rate) {
        int bound = from + FLOATS.loopBound(to - from);
        int i = from;
        for (; i < bound; i += COUNT) {
            FloatVector average = fromArray(FLOATS, averages, i);
            fromArray(FLOATS, values, i).sub(average).mul(rate).add(average).intoArray(averages, i);
        }
        for (; i < to; i++) {
            averages[i] += rate * (values[i] - averages[i]);
        }
    }
}
