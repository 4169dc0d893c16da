package io.credence.kernels.simd.elementwise;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.LE;

import io.credence.kernels.simd.FloatMath;
import io.credence.kernels.simd.VectorMath;
import jdk.incubator.vector.FloatVector;

/**
 * One loop per activation function over a run of elements; the output may be the input. Why loops are written out is
 * explained in {@link io.credence.kernels.simd}.
 */
final class ActivationLoops {
    private ActivationLoops() {}

    static void sigmoid(float[] out, int outIndex, float[] in, int inIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            VectorMath.sigmoid(fromArray(FLOATS, in, inIndex + i)).intoArray(out, outIndex + i);
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
            VectorMath.tanh(fromArray(FLOATS, in, inIndex + i)).intoArray(out, outIndex + i);
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
            x.mul(VectorMath.gaussian(x)).intoArray(out, outIndex + i);
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
            x.mul(VectorMath.sigmoid(x)).intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            float x = in[inIndex + i];
            out[outIndex + i] = x * FloatMath.sigmoid(x);
        }
    }

    /** out = max(x, 0) + log1p(exp(-|x|)). */
    static void softplus(float[] out, int outIndex, float[] in, int inIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            VectorMath.softplus(fromArray(FLOATS, in, inIndex + i)).intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            float x = in[inIndex + i];
            out[outIndex + i] = FloatMath.softplus(x);
        }
    }
}
