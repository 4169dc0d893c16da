package io.credence.kernels.simd.update;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;

/**
 * The loops of {@link Updates}. They are separate so that {@code Updates} can be linked without the vector module, and
 * report that it is missing.
 */
final class UpdateLoops {
    private UpdateLoops() {}

    static void sgd(
            float[] w, float[] gradient, int from, int to, float rate, float gradientScale, float l2, float decay) {
        float shrink = 1f - rate * decay;
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
            float rate,
            float momentum,
            boolean nesterov,
            float gradientScale,
            float l2,
            float decay) {
        float shrink = 1f - rate * decay;
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

    /** AMSGrad, or Adam if {@code highest} is null. */
    static void adam(
            float[] w,
            float[] gradient,
            float[] m,
            float[] v,
            float[] highest,
            int from,
            int to,
            float rate,
            float beta1,
            float gradientShare,
            float beta2,
            float squareShare,
            float epsilon,
            double correction1,
            double correction2,
            float gradientScale,
            float l2,
            float decay) {
        float shrink = 1f - rate * decay;
        float step = (float) (-rate / correction1);
        float spread = (float) (1 / Math.sqrt(correction2));
        int bound = from + FLOATS.loopBound(to - from);
        int i = from;
        for (; i < bound; i += COUNT) {
            FloatVector x = fromArray(FLOATS, w, i);
            FloatVector g = fromArray(FLOATS, gradient, i).mul(gradientScale).add(x.mul(l2));
            FloatVector first = fromArray(FLOATS, m, i).mul(beta1).add(g.mul(gradientShare));
            FloatVector second = fromArray(FLOATS, v, i).mul(beta2).add(g.mul(g).mul(squareShare));
            first.intoArray(m, i);
            second.intoArray(v, i);
            FloatVector square = second;
            if (highest != null) {
                square = fromArray(FLOATS, highest, i).max(second);
                square.intoArray(highest, i);
            }
            FloatVector deviation = square.sqrt().mul(spread).add(epsilon);
            x.mul(shrink).add(first.mul(step).div(deviation)).intoArray(w, i);
        }
        for (; i < to; i++) {
            float g = gradient[i] * gradientScale + w[i] * l2;
            m[i] = m[i] * beta1 + g * gradientShare;
            v[i] = v[i] * beta2 + g * g * squareShare;
            float square = v[i];
            if (highest != null) {
                square = Math.max(highest[i], v[i]);
                highest[i] = square;
            }
            float deviation = (float) Math.sqrt(square) * spread + epsilon;
            w[i] = w[i] * shrink + m[i] * step / deviation;
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
