package io.credence.kernels.simd;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * One loop for each activation's derivative over a run of whole vectors: dx = dy f', added to what is there if onto; dx may be dy
 * otherwise. The source is the input for GELU and SiLU and the output for the others.
 */
final class DerivativeLoops {
    private DerivativeLoops() {}

    static void identity(float[] dx, int dxIndex, float[] dy, int dyIndex, int bound, boolean onto) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector g = fromArray(FLOATS, dy, dyIndex + i);
            if (onto) {
                fromArray(FLOATS, dx, dxIndex + i).add(g).intoArray(dx, dxIndex + i);
            } else {
                g.intoArray(dx, dxIndex + i);
            }
        }
    }

    static void sigmoid(
            float[] dx,
            int dxIndex,
            float[] dy,
            int dyIndex,
            float[] source,
            int sourceIndex,
            int bound,
            boolean onto) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector y = fromArray(FLOATS, source, sourceIndex + i);
            FloatVector slope = y.mul(broadcast(FLOATS, 1f).sub(y));
            FloatVector g = fromArray(FLOATS, dy, dyIndex + i).mul(slope);
            if (onto) {
                fromArray(FLOATS, dx, dxIndex + i).add(g).intoArray(dx, dxIndex + i);
            } else {
                g.intoArray(dx, dxIndex + i);
            }
        }
    }

    static void tanh(
            float[] dx,
            int dxIndex,
            float[] dy,
            int dyIndex,
            float[] source,
            int sourceIndex,
            int bound,
            boolean onto) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector y = fromArray(FLOATS, source, sourceIndex + i);
            FloatVector slope = y.neg().fma(y, broadcast(FLOATS, 1f));
            FloatVector g = fromArray(FLOATS, dy, dyIndex + i).mul(slope);
            if (onto) {
                fromArray(FLOATS, dx, dxIndex + i).add(g).intoArray(dx, dxIndex + i);
            } else {
                g.intoArray(dx, dxIndex + i);
            }
        }
    }

    static void relu(
            float[] dx,
            int dxIndex,
            float[] dy,
            int dyIndex,
            float[] source,
            int sourceIndex,
            int bound,
            boolean onto) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector y = fromArray(FLOATS, source, sourceIndex + i);
            FloatVector slope = FloatVector.zero(FLOATS).blend(1f, y.compare(GT, 0f));
            FloatVector g = fromArray(FLOATS, dy, dyIndex + i).mul(slope);
            if (onto) {
                fromArray(FLOATS, dx, dxIndex + i).add(g).intoArray(dx, dxIndex + i);
            } else {
                g.intoArray(dx, dxIndex + i);
            }
        }
    }

    static void leakyRelu(
            float[] dx,
            int dxIndex,
            float[] dy,
            int dyIndex,
            float[] source,
            int sourceIndex,
            int bound,
            boolean onto) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector y = fromArray(FLOATS, source, sourceIndex + i);
            FloatVector slope = broadcast(FLOATS, Activations.LEAK).blend(1f, y.compare(GT, 0f));
            FloatVector g = fromArray(FLOATS, dy, dyIndex + i).mul(slope);
            if (onto) {
                fromArray(FLOATS, dx, dxIndex + i).add(g).intoArray(dx, dxIndex + i);
            } else {
                g.intoArray(dx, dxIndex + i);
            }
        }
    }

    static void elu(
            float[] dx,
            int dxIndex,
            float[] dy,
            int dyIndex,
            float[] source,
            int sourceIndex,
            int bound,
            boolean onto) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector y = fromArray(FLOATS, source, sourceIndex + i);
            FloatVector slope = y.add(1f).blend(1f, y.compare(GT, 0f));
            FloatVector g = fromArray(FLOATS, dy, dyIndex + i).mul(slope);
            if (onto) {
                fromArray(FLOATS, dx, dxIndex + i).add(g).intoArray(dx, dxIndex + i);
            } else {
                g.intoArray(dx, dxIndex + i);
            }
        }
    }

    static void gelu(
            float[] dx,
            int dxIndex,
            float[] dy,
            int dyIndex,
            float[] source,
            int sourceIndex,
            int bound,
            boolean onto) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector x = fromArray(FLOATS, source, sourceIndex + i);
            FloatVector bell = VectorMath.exp(x.mul(-0.5f).mul(x));
            FloatVector z = x.mul(FloatMath.SQRT_HALF);
            FloatVector large = broadcast(FLOATS, 1f).sub(VectorMath.erfc(z));
            large = large.blend(large.neg(), z.compare(LT, 0f));
            FloatVector q = z.mul(z);
            FloatVector p = q.fma(FloatMath.R6, FloatMath.R5)
                    .lanewise(FMA, q, FloatMath.R4)
                    .lanewise(FMA, q, FloatMath.R3)
                    .lanewise(FMA, q, FloatMath.R2)
                    .lanewise(FMA, q, FloatMath.R1)
                    .lanewise(FMA, q, FloatMath.R0);
            FloatVector erf = large.blend(z.fma(p, z), z.abs().compare(LT, FloatMath.ERF_SMALL));
            FloatVector cdf = erf.fma(0.5f, 0.5f);
            FloatVector slope = x.mul(Activations.GAUSSIAN_PEAK).fma(bell, cdf);
            FloatVector g = fromArray(FLOATS, dy, dyIndex + i).mul(slope);
            if (onto) {
                fromArray(FLOATS, dx, dxIndex + i).add(g).intoArray(dx, dxIndex + i);
            } else {
                g.intoArray(dx, dxIndex + i);
            }
        }
    }

    static void silu(
            float[] dx,
            int dxIndex,
            float[] dy,
            int dyIndex,
            float[] source,
            int sourceIndex,
            int bound,
            boolean onto) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector x = fromArray(FLOATS, source, sourceIndex + i);
            FloatVector e = VectorMath.exp(x.abs().neg());
            VectorMask<Float> negative = x.compare(LT, 0f);
            FloatVector sum = e.add(1f);
            FloatVector lost = e.sub(sum.sub(1f));
            FloatVector quotient = broadcast(FLOATS, 1f).blend(e, negative).div(sum);
            FloatVector inverse = quotient.blend(broadcast(FLOATS, 1f).sub(quotient), negative);
            FloatVector s = quotient.neg().mul(lost).fma(inverse, quotient);
            FloatVector slope = s.mul(x.fma(broadcast(FLOATS, 1f).sub(s), broadcast(FLOATS, 1f)));
            FloatVector g = fromArray(FLOATS, dy, dyIndex + i).mul(slope);
            if (onto) {
                fromArray(FLOATS, dx, dxIndex + i).add(g).intoArray(dx, dxIndex + i);
            } else {
                g.intoArray(dx, dxIndex + i);
            }
        }
    }

    static void softplus(
            float[] dx,
            int dxIndex,
            float[] dy,
            int dyIndex,
            float[] source,
            int sourceIndex,
            int bound,
            boolean onto) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector y = fromArray(FLOATS, source, sourceIndex + i);
            FloatVector slope = VectorMath.expm1(y.neg()).neg();
            FloatVector g = fromArray(FLOATS, dy, dyIndex + i).mul(slope);
            if (onto) {
                fromArray(FLOATS, dx, dxIndex + i).add(g).intoArray(dx, dxIndex + i);
            } else {
                g.intoArray(dx, dxIndex + i);
            }
        }
    }
}
