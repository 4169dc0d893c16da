package io.credence.kernels.simd.elementwise;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static io.credence.kernels.simd.VectorMath.MINUS_HALF;
import static io.credence.kernels.simd.VectorMath.ONE;
import static io.credence.kernels.simd.VectorMath.ZERO;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.GT;

import io.credence.kernels.simd.VectorMath;
import jdk.incubator.vector.FloatVector;

/**
 * One loop per activation over a run of whole vectors: dx = dy f', where dx may be dy. The source is the activation's
 * input for GELU and SiLU, and its output for the others. Why loops are written out is explained in
 * {@link io.credence.kernels.simd}.
 */
final class DerivativeLoops {
    private DerivativeLoops() {}

    static void identity(float[] dx, int dxIndex, float[] dy, int dyIndex, int bound) {
        for (int i = 0; i < bound; i += COUNT) {
            fromArray(FLOATS, dy, dyIndex + i).intoArray(dx, dxIndex + i);
        }
    }

    static void sigmoid(float[] dx, int dxIndex, float[] dy, int dyIndex, float[] source, int sourceIndex, int bound) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector y = fromArray(FLOATS, source, sourceIndex + i);
            FloatVector slope = y.mul(ONE.sub(y));
            fromArray(FLOATS, dy, dyIndex + i).mul(slope).intoArray(dx, dxIndex + i);
        }
    }

    static void tanh(float[] dx, int dxIndex, float[] dy, int dyIndex, float[] source, int sourceIndex, int bound) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector y = fromArray(FLOATS, source, sourceIndex + i);
            FloatVector slope = y.neg().fma(y, ONE);
            fromArray(FLOATS, dy, dyIndex + i).mul(slope).intoArray(dx, dxIndex + i);
        }
    }

    static void relu(float[] dx, int dxIndex, float[] dy, int dyIndex, float[] source, int sourceIndex, int bound) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector y = fromArray(FLOATS, source, sourceIndex + i);
            FloatVector slope = ZERO.blend(ONE, y.compare(GT, ZERO));
            fromArray(FLOATS, dy, dyIndex + i).mul(slope).intoArray(dx, dxIndex + i);
        }
    }

    static void leakyRelu(
            float[] dx, int dxIndex, float[] dy, int dyIndex, float[] source, int sourceIndex, int bound) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector y = fromArray(FLOATS, source, sourceIndex + i);
            FloatVector slope = broadcast(FLOATS, Activations.LEAK).blend(ONE, y.compare(GT, ZERO));
            fromArray(FLOATS, dy, dyIndex + i).mul(slope).intoArray(dx, dxIndex + i);
        }
    }

    static void elu(float[] dx, int dxIndex, float[] dy, int dyIndex, float[] source, int sourceIndex, int bound) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector y = fromArray(FLOATS, source, sourceIndex + i);
            FloatVector slope = y.add(ONE).blend(ONE, y.compare(GT, ZERO));
            fromArray(FLOATS, dy, dyIndex + i).mul(slope).intoArray(dx, dxIndex + i);
        }
    }

    static void gelu(float[] dx, int dxIndex, float[] dy, int dyIndex, float[] source, int sourceIndex, int bound) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector x = fromArray(FLOATS, source, sourceIndex + i);
            FloatVector bell = VectorMath.expOfNegative(x.mul(MINUS_HALF).mul(x));
            FloatVector slope = x.mul(Activations.GAUSSIAN_PEAK).fma(bell, VectorMath.gaussian(x));
            fromArray(FLOATS, dy, dyIndex + i).mul(slope).intoArray(dx, dxIndex + i);
        }
    }

    static void silu(float[] dx, int dxIndex, float[] dy, int dyIndex, float[] source, int sourceIndex, int bound) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector x = fromArray(FLOATS, source, sourceIndex + i);
            FloatVector s = VectorMath.sigmoid(x);
            FloatVector slope = s.mul(x.fma(ONE.sub(s), ONE));
            fromArray(FLOATS, dy, dyIndex + i).mul(slope).intoArray(dx, dxIndex + i);
        }
    }

    static void softplus(float[] dx, int dxIndex, float[] dy, int dyIndex, float[] source, int sourceIndex, int bound) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector y = fromArray(FLOATS, source, sourceIndex + i);
            FloatVector slope = VectorMath.expm1(y.neg()).neg();
            fromArray(FLOATS, dy, dyIndex + i).mul(slope).intoArray(dx, dxIndex + i);
        }
    }
}
