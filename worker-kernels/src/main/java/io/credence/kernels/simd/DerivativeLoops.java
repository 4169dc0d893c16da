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
import static io.credence.kernels.simd.VectorMath.MINUS_HALF;
import static io.credence.kernels.simd.VectorMath.ONE;
import static io.credence.kernels.simd.VectorMath.R0;
import static io.credence.kernels.simd.VectorMath.R1;
import static io.credence.kernels.simd.VectorMath.R2;
import static io.credence.kernels.simd.VectorMath.R3;
import static io.credence.kernels.simd.VectorMath.R4;
import static io.credence.kernels.simd.VectorMath.R5;
import static io.credence.kernels.simd.VectorMath.R6;
import static io.credence.kernels.simd.VectorMath.SQRT_HALF;
import static io.credence.kernels.simd.VectorMath.ZERO;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * One loop for each activation's derivative over a run of whole vectors: dx = dy f'; dx may be dy. The source is the input for GELU and SiLU and the output for the others.
 */
final class DerivativeLoops {
    private DerivativeLoops() {}

    static void identity(float[] dx, int dxIndex, float[] dy, int dyIndex, int bound) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector g = fromArray(FLOATS, dy, dyIndex + i);
            g.intoArray(dx, dxIndex + i);
        }
    }

    static void sigmoid(float[] dx, int dxIndex, float[] dy, int dyIndex, float[] source, int sourceIndex, int bound) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector y = fromArray(FLOATS, source, sourceIndex + i);
            FloatVector slope = y.mul(ONE.sub(y));
            FloatVector g = fromArray(FLOATS, dy, dyIndex + i).mul(slope);
            g.intoArray(dx, dxIndex + i);
        }
    }

    static void tanh(float[] dx, int dxIndex, float[] dy, int dyIndex, float[] source, int sourceIndex, int bound) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector y = fromArray(FLOATS, source, sourceIndex + i);
            FloatVector slope = y.neg().fma(y, ONE);
            FloatVector g = fromArray(FLOATS, dy, dyIndex + i).mul(slope);
            g.intoArray(dx, dxIndex + i);
        }
    }

    static void relu(float[] dx, int dxIndex, float[] dy, int dyIndex, float[] source, int sourceIndex, int bound) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector y = fromArray(FLOATS, source, sourceIndex + i);
            FloatVector slope = ZERO.blend(ONE, y.compare(GT, ZERO));
            FloatVector g = fromArray(FLOATS, dy, dyIndex + i).mul(slope);
            g.intoArray(dx, dxIndex + i);
        }
    }

    static void leakyRelu(
            float[] dx, int dxIndex, float[] dy, int dyIndex, float[] source, int sourceIndex, int bound) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector y = fromArray(FLOATS, source, sourceIndex + i);
            FloatVector slope = broadcast(FLOATS, Activations.LEAK).blend(ONE, y.compare(GT, ZERO));
            FloatVector g = fromArray(FLOATS, dy, dyIndex + i).mul(slope);
            g.intoArray(dx, dxIndex + i);
        }
    }

    static void elu(float[] dx, int dxIndex, float[] dy, int dyIndex, float[] source, int sourceIndex, int bound) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector y = fromArray(FLOATS, source, sourceIndex + i);
            FloatVector slope = y.add(ONE).blend(ONE, y.compare(GT, ZERO));
            FloatVector g = fromArray(FLOATS, dy, dyIndex + i).mul(slope);
            g.intoArray(dx, dxIndex + i);
        }
    }

    static void gelu(float[] dx, int dxIndex, float[] dy, int dyIndex, float[] source, int sourceIndex, int bound) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector x = fromArray(FLOATS, source, sourceIndex + i);
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
            FloatVector bell = VectorMath.expOfNegative(x.mul(MINUS_HALF).mul(x));
            FloatVector large = ONE.sub(erfc);
            large = large.blend(large.neg(), z.compare(LT, ZERO));
            FloatVector s = z.mul(z);
            FloatVector p =
                    s.fma(R6, R5).fma(s, R4).fma(s, R3).fma(s, R2).fma(s, R1).fma(s, R0);
            FloatVector erf = large.blend(z.fma(p, z), z.abs().compare(LT, ERF_SMALL));
            FloatVector cdf = erf.fma(HALF, HALF);
            FloatVector slope = x.mul(Activations.GAUSSIAN_PEAK).fma(bell, cdf);
            FloatVector g = fromArray(FLOATS, dy, dyIndex + i).mul(slope);
            g.intoArray(dx, dxIndex + i);
        }
    }

    static void silu(float[] dx, int dxIndex, float[] dy, int dyIndex, float[] source, int sourceIndex, int bound) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector x = fromArray(FLOATS, source, sourceIndex + i);
            FloatVector e = VectorMath.expOfNegative(x.abs().neg());
            VectorMask<Float> negative = x.compare(LT, ZERO);
            FloatVector sum = e.add(ONE);
            FloatVector lost = e.sub(sum.sub(ONE));
            FloatVector quotient = ONE.blend(e, negative).div(sum);
            FloatVector inverse = quotient.blend(ONE.sub(quotient), negative);
            FloatVector s = quotient.neg().mul(lost).fma(inverse, quotient);
            FloatVector slope = s.mul(x.fma(ONE.sub(s), ONE));
            FloatVector g = fromArray(FLOATS, dy, dyIndex + i).mul(slope);
            g.intoArray(dx, dxIndex + i);
        }
    }

    static void softplus(float[] dx, int dxIndex, float[] dy, int dyIndex, float[] source, int sourceIndex, int bound) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector y = fromArray(FLOATS, source, sourceIndex + i);
            FloatVector slope = VectorMath.expm1(y.neg()).neg();
            FloatVector g = fromArray(FLOATS, dy, dyIndex + i).mul(slope);
            g.intoArray(dx, dxIndex + i);
        }
    }
}
