package io.credence.kernels.simd;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static io.credence.kernels.simd.VectorMath.C0;
import static io.credence.kernels.simd.VectorMath.C1;
import static io.credence.kernels.simd.VectorMath.C2;
import static io.credence.kernels.simd.VectorMath.C3;
import static io.credence.kernels.simd.VectorMath.C4;
import static io.credence.kernels.simd.VectorMath.C5;
import static io.credence.kernels.simd.VectorMath.C6;
import static io.credence.kernels.simd.VectorMath.C7;
import static io.credence.kernels.simd.VectorMath.ERF_ONE;
import static io.credence.kernels.simd.VectorMath.ERF_SMALL;
import static io.credence.kernels.simd.VectorMath.HALF;
import static io.credence.kernels.simd.VectorMath.L0;
import static io.credence.kernels.simd.VectorMath.L1;
import static io.credence.kernels.simd.VectorMath.L2;
import static io.credence.kernels.simd.VectorMath.L3;
import static io.credence.kernels.simd.VectorMath.L4;
import static io.credence.kernels.simd.VectorMath.L5;
import static io.credence.kernels.simd.VectorMath.L6;
import static io.credence.kernels.simd.VectorMath.L7;
import static io.credence.kernels.simd.VectorMath.L8;
import static io.credence.kernels.simd.VectorMath.L9;
import static io.credence.kernels.simd.VectorMath.LN2;
import static io.credence.kernels.simd.VectorMath.LN2_LOW;
import static io.credence.kernels.simd.VectorMath.ONE;
import static io.credence.kernels.simd.VectorMath.ONE_AND_A_HALF;
import static io.credence.kernels.simd.VectorMath.R0;
import static io.credence.kernels.simd.VectorMath.R1;
import static io.credence.kernels.simd.VectorMath.R2;
import static io.credence.kernels.simd.VectorMath.R3;
import static io.credence.kernels.simd.VectorMath.R4;
import static io.credence.kernels.simd.VectorMath.R5;
import static io.credence.kernels.simd.VectorMath.R6;
import static io.credence.kernels.simd.VectorMath.SQRT_HALF;
import static io.credence.kernels.simd.VectorMath.ZERO;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * One loop for each activation function over a run of elements; out may be in. A choice inside a loop would cost vectors on the heap. The
 * longest write their second polynomial out: too large to be inlined into callers, they are compiled by themselves, where the compiler's
 * patience suffices.
 */
final class ActivationLoops {
    private ActivationLoops() {}

    static void sigmoid(float[] out, int outIndex, float[] in, int inIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            FloatVector x = fromArray(FLOATS, in, inIndex + i);
            FloatVector e = VectorMath.expOfNegative(x.abs().neg());
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
            FloatVector z = x.mul(SQRT_HALF);
            FloatVector magnitude = z.abs();
            FloatVector bounded = magnitude.blend(ERF_ONE, magnitude.compare(GT, ERF_ONE));
            FloatVector q = bounded.fma(C7, C6)
                    .fma(bounded, C5)
                    .fma(bounded, C4)
                    .fma(bounded, C3)
                    .fma(bounded, C2)
                    .fma(bounded, C1)
                    .fma(bounded, C0);
            FloatVector erfc = VectorMath.expInRange(q);
            FloatVector large = ONE.sub(erfc);
            large = large.blend(large.neg(), z.compare(LT, ZERO));
            FloatVector s = z.mul(z);
            FloatVector p =
                    s.fma(R6, R5).fma(s, R4).fma(s, R3).fma(s, R2).fma(s, R1).fma(s, R0);
            FloatVector erf = large.blend(z.fma(p, z), z.abs().compare(LT, ERF_SMALL));
            x.mul(erf.fma(HALF, HALF)).intoArray(out, outIndex + i);
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
            FloatVector e = VectorMath.expOfNegative(x.abs().neg());
            x.mul(VectorMath.sigmoid(x, e)).intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            float x = in[inIndex + i];
            out[outIndex + i] = x * FloatMath.sigmoid(x);
        }
    }

    /** max(x, 0) + log1p(exp(-|x|)). */
    static void softplus(float[] out, int outIndex, float[] in, int inIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            FloatVector x = fromArray(FLOATS, in, inIndex + i);
            FloatVector e = VectorMath.expOfNegative(x.abs().neg());
            VectorMask<Float> far = e.add(ONE).compare(GE, ONE_AND_A_HALF);
            FloatVector steps = ZERO.blend(ONE, far);
            FloatVector m = e.blend(e.mul(HALF).sub(HALF), far);
            FloatVector q = m.fma(L9, L8)
                    .fma(m, L7)
                    .fma(m, L6)
                    .fma(m, L5)
                    .fma(m, L4)
                    .fma(m, L3)
                    .fma(m, L2)
                    .fma(m, L1)
                    .fma(m, L0);
            FloatVector log1p = steps.fma(LN2, steps.fma(LN2_LOW, m.mul(m).fma(q, m)));
            x.blend(ZERO, x.compare(LT, ZERO)).add(log1p).intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            float x = in[inIndex + i];
            out[outIndex + i] = FloatMath.softplus(x);
        }
    }
}
