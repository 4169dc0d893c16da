package io.credence.kernels.simd;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;

/** One loop for each activation function over a run of elements; out may be in. A choice inside a loop would cost vectors on the heap. */
final class ActivationLoops {
    private ActivationLoops() {}

    static void sigmoid(float[] out, int outIndex, float[] in, int inIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            FloatVector x = fromArray(FLOATS, in, inIndex + i);
            FloatVector e = VectorMath.exp(x.abs().neg());
            VectorMath.sigmoid(x, e).intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            float x = in[inIndex + i];
            out[outIndex + i] = FloatMath.sigmoid(x);
        }
    }

    static void tanh(float[] out, int outIndex, float[] in, int inIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            FloatVector x = fromArray(FLOATS, in, inIndex + i);
            FloatVector magnitude = x.abs();
            FloatVector bounded = magnitude.blend(FloatMath.TANH_ONE, magnitude.compare(GT, FloatMath.TANH_ONE));
            FloatVector power = VectorMath.exp(bounded.add(bounded));
            VectorMath.tanh(x, power).intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            float x = in[inIndex + i];
            out[outIndex + i] = FloatMath.tanh(x);
        }
    }

    static void relu(float[] out, int outIndex, float[] in, int inIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            FloatVector x = fromArray(FLOATS, in, inIndex + i);
            x.blend(0f, x.compare(LE, 0f)).intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            float x = in[inIndex + i];
            out[outIndex + i] = x <= 0f ? 0f : x;
        }
    }

    static void leakyRelu(float[] out, int outIndex, float[] in, int inIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            FloatVector x = fromArray(FLOATS, in, inIndex + i);
            x.blend(x.mul(Activations.LEAK), x.compare(LE, 0f)).intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            float x = in[inIndex + i];
            out[outIndex + i] = x <= 0f ? x * Activations.LEAK : x;
        }
    }

    static void elu(float[] out, int outIndex, float[] in, int inIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            FloatVector x = fromArray(FLOATS, in, inIndex + i);
            x.blend(VectorMath.expm1(x), x.compare(LE, 0f)).intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            float x = in[inIndex + i];
            out[outIndex + i] = x <= 0f ? FloatMath.expm1(x) : x;
        }
    }

    static void gelu(float[] out, int outIndex, float[] in, int inIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            FloatVector x = fromArray(FLOATS, in, inIndex + i);
            FloatVector z = x.mul(FloatMath.SQRT_HALF);
            FloatVector erf = VectorMath.erf(z, VectorMath.erfc(z));
            x.mul(erf.fma(0.5f, 0.5f)).intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            float x = in[inIndex + i];
            out[outIndex + i] = x * Math.fma(0.5f, FloatMath.erf(x * FloatMath.SQRT_HALF), 0.5f);
        }
    }

    static void silu(float[] out, int outIndex, float[] in, int inIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            FloatVector x = fromArray(FLOATS, in, inIndex + i);
            FloatVector e = VectorMath.exp(x.abs().neg());
            x.mul(VectorMath.sigmoid(x, e)).intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            float x = in[inIndex + i];
            out[outIndex + i] = x * FloatMath.sigmoid(x);
        }
    }

    static void softplus(float[] out, int outIndex, float[] in, int inIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            FloatVector x = fromArray(FLOATS, in, inIndex + i);
            FloatVector log = VectorMath.log1p(VectorMath.exp(x.abs().neg()));
            x.blend(0f, x.compare(LT, 0f)).add(log).intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            float x = in[inIndex + i];
            out[outIndex + i] = FloatMath.softplus(x);
        }
    }
}
