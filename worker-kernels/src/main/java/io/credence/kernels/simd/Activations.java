package io.credence.kernels.simd;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static io.credence.kernels.simd.Lanes.broadcast;
import static io.credence.kernels.simd.Lanes.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The activation functions and their derivatives, element by element over matrices of one shape. */
public final class Activations {
    static final float LEAK = 0.01f;

    /** 1 / sqrt(2 pi), the Gaussian density at 0. */
    static final float GAUSSIAN_PEAK = 0x1.988454p-2f;

    private Activations() {}

    /** out = f(in); out may be in. */
    public static void forward(Activation f, Matrix out, Matrix in) {
        if (f == Activation.IDENTITY && out == in) {
            return;
        }
        int runs = Views.runs(out, in);
        int length = Views.length(out, runs);
        for (int r = 0; r < runs; r++) {
            forward(f, out.data(), out.row(r), in.data(), in.row(r), length);
        }
    }

    /**
     * Whether {@link #backward} computes the derivative from the output alone, so that the input need not be kept and the
     * activation can be applied in place.
     */
    public static boolean needsInput(Activation f) {
        return f == Activation.GELU || f == Activation.SILU;
    }

    /**
     * The chain rule through an activation: inGradient = outGradient f'(in), added to what is there if accumulate.
     *
     * @param inGradient may be outGradient, unless accumulate
     * @param in what f was applied to; read only if {@link #needsInput}, any matrix of the same shape otherwise
     * @param out f(in)
     */
    public static void backward(
            Activation f, Matrix inGradient, Matrix outGradient, Matrix in, Matrix out, boolean accumulate) {
        int runs = Views.runs(inGradient, outGradient, in, out);
        int length = Views.length(out, runs);
        Matrix source = needsInput(f) ? in : out;
        for (int r = 0; r < runs; r++) {
            backward(
                    f,
                    inGradient.data(),
                    inGradient.row(r),
                    outGradient.data(),
                    outGradient.row(r),
                    source.data(),
                    source.row(r),
                    length,
                    accumulate);
        }
    }

    static void forward(Activation f, float[] out, int outIndex, float[] in, int inIndex, int length) {
        switch (f) {
            case IDENTITY -> System.arraycopy(in, inIndex, out, outIndex, length);
            case SIGMOID -> sigmoid(out, outIndex, in, inIndex, length);
            case TANH -> tanh(out, outIndex, in, inIndex, length);
            case RELU -> relu(out, outIndex, in, inIndex, length);
            case LEAKY_RELU -> leakyRelu(out, outIndex, in, inIndex, length);
            case ELU -> elu(out, outIndex, in, inIndex, length);
            case GELU -> gelu(out, outIndex, in, inIndex, length);
            case SILU -> silu(out, outIndex, in, inIndex, length);
            case SOFTPLUS -> softplus(out, outIndex, in, inIndex, length);
        }
    }

    private static void sigmoid(float[] out, int outIndex, float[] in, int inIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            FloatVector x = load(in, inIndex + i);
            VectorMath.sigmoid(x).intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            float x = in[inIndex + i];
            out[outIndex + i] = FloatMath.sigmoid(x);
        }
    }

    private static void tanh(float[] out, int outIndex, float[] in, int inIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            FloatVector x = load(in, inIndex + i);
            VectorMath.tanh(x).intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            float x = in[inIndex + i];
            out[outIndex + i] = FloatMath.tanh(x);
        }
    }

    private static void relu(float[] out, int outIndex, float[] in, int inIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            FloatVector x = load(in, inIndex + i);
            x.blend(0f, x.compare(VectorOperators.LE, 0f)).intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            float x = in[inIndex + i];
            out[outIndex + i] = x <= 0f ? 0f : x;
        }
    }

    private static void leakyRelu(float[] out, int outIndex, float[] in, int inIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            FloatVector x = load(in, inIndex + i);
            x.blend(x.mul(LEAK), x.compare(VectorOperators.LE, 0f)).intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            float x = in[inIndex + i];
            out[outIndex + i] = x <= 0f ? x * LEAK : x;
        }
    }

    private static void elu(float[] out, int outIndex, float[] in, int inIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            FloatVector x = load(in, inIndex + i);
            x.blend(VectorMath.expm1(x), x.compare(VectorOperators.LE, 0f)).intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            float x = in[inIndex + i];
            out[outIndex + i] = x <= 0f ? FloatMath.expm1(x) : x;
        }
    }

    private static void gelu(float[] out, int outIndex, float[] in, int inIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            FloatVector x = load(in, inIndex + i);
            x.mul(broadcast(0.5f).fma(VectorMath.erf(x.mul(FloatMath.SQRT_HALF)), broadcast(0.5f)))
                    .intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            float x = in[inIndex + i];
            out[outIndex + i] = x * Math.fma(0.5f, FloatMath.erf(x * FloatMath.SQRT_HALF), 0.5f);
        }
    }

    private static void silu(float[] out, int outIndex, float[] in, int inIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            FloatVector x = load(in, inIndex + i);
            x.mul(VectorMath.sigmoid(x)).intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            float x = in[inIndex + i];
            out[outIndex + i] = x * FloatMath.sigmoid(x);
        }
    }

    private static void softplus(float[] out, int outIndex, float[] in, int inIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            FloatVector x = load(in, inIndex + i);
            VectorMath.softplus(x).intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            float x = in[inIndex + i];
            out[outIndex + i] = FloatMath.softplus(x);
        }
    }

    /** f'(in) of one element, from the input for those that need it and from the output for the others. */
    static float derivative(Activation f, float x) {
        return switch (f) {
            case IDENTITY -> 1f;
            case SIGMOID -> x * (1f - x);
            case TANH -> Math.fma(-x, x, 1f);
            case RELU -> x > 0f ? 1f : 0f;
            case LEAKY_RELU -> x > 0f ? 1f : LEAK;
            case ELU -> x > 0f ? 1f : x + 1f;
            case GELU -> {
                float cdf = Math.fma(0.5f, FloatMath.erf(x * FloatMath.SQRT_HALF), 0.5f);
                yield Math.fma(x * GAUSSIAN_PEAK, FloatMath.exp(-0.5f * x * x), cdf);
            }
            case SILU -> {
                float s = FloatMath.sigmoid(x);
                yield s * Math.fma(x, 1f - s, 1f);
            }
            case SOFTPLUS -> -FloatMath.expm1(-x);
        };
    }

    /** Each derivative has its own loop: a choice inside one loop would put the vectors on the heap. */
    private static void backward(
            Activation f,
            float[] dx,
            int dxIndex,
            float[] dy,
            int dyIndex,
            float[] source,
            int sourceIndex,
            int length,
            boolean onto) {
        int bound = FLOATS.loopBound(length);
        switch (f) {
            case IDENTITY -> slopeOne(dx, dxIndex, dy, dyIndex, bound, onto);
            case SIGMOID -> sigmoidBackward(dx, dxIndex, dy, dyIndex, source, sourceIndex, bound, onto);
            case TANH -> tanhBackward(dx, dxIndex, dy, dyIndex, source, sourceIndex, bound, onto);
            case RELU -> reluBackward(dx, dxIndex, dy, dyIndex, source, sourceIndex, bound, onto);
            case LEAKY_RELU -> leakyReluBackward(dx, dxIndex, dy, dyIndex, source, sourceIndex, bound, onto);
            case ELU -> eluBackward(dx, dxIndex, dy, dyIndex, source, sourceIndex, bound, onto);
            case GELU -> geluBackward(dx, dxIndex, dy, dyIndex, source, sourceIndex, bound, onto);
            case SILU -> siluBackward(dx, dxIndex, dy, dyIndex, source, sourceIndex, bound, onto);
            case SOFTPLUS -> softplusBackward(dx, dxIndex, dy, dyIndex, source, sourceIndex, bound, onto);
        }
        for (int i = bound; i < length; i++) {
            float gradient = dy[dyIndex + i] * derivative(f, source[sourceIndex + i]);
            dx[dxIndex + i] = onto ? dx[dxIndex + i] + gradient : gradient;
        }
    }

    private static void slopeOne(float[] dx, int dxIndex, float[] dy, int dyIndex, int bound, boolean onto) {
        for (int i = 0; i < bound; i += COUNT) {
            store(dx, dxIndex + i, load(dy, dyIndex + i), onto);
        }
    }

    private static void sigmoidBackward(
            float[] dx,
            int dxIndex,
            float[] dy,
            int dyIndex,
            float[] source,
            int sourceIndex,
            int bound,
            boolean onto) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector y = load(source, sourceIndex + i);
            store(dx, dxIndex + i, load(dy, dyIndex + i).mul(y.mul(broadcast(1f).sub(y))), onto);
        }
    }

    private static void tanhBackward(
            float[] dx,
            int dxIndex,
            float[] dy,
            int dyIndex,
            float[] source,
            int sourceIndex,
            int bound,
            boolean onto) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector y = load(source, sourceIndex + i);
            store(dx, dxIndex + i, load(dy, dyIndex + i).mul(y.neg().fma(y, broadcast(1f))), onto);
        }
    }

    private static void reluBackward(
            float[] dx,
            int dxIndex,
            float[] dy,
            int dyIndex,
            float[] source,
            int sourceIndex,
            int bound,
            boolean onto) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector y = load(source, sourceIndex + i);
            store(
                    dx,
                    dxIndex + i,
                    load(dy, dyIndex + i).mul(broadcast(0f).blend(1f, y.compare(VectorOperators.GT, 0f))),
                    onto);
        }
    }

    private static void leakyReluBackward(
            float[] dx,
            int dxIndex,
            float[] dy,
            int dyIndex,
            float[] source,
            int sourceIndex,
            int bound,
            boolean onto) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector y = load(source, sourceIndex + i);
            store(
                    dx,
                    dxIndex + i,
                    load(dy, dyIndex + i).mul(broadcast(LEAK).blend(1f, y.compare(VectorOperators.GT, 0f))),
                    onto);
        }
    }

    private static void eluBackward(
            float[] dx,
            int dxIndex,
            float[] dy,
            int dyIndex,
            float[] source,
            int sourceIndex,
            int bound,
            boolean onto) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector y = load(source, sourceIndex + i);
            store(
                    dx,
                    dxIndex + i,
                    load(dy, dyIndex + i).mul(y.add(1f).blend(1f, y.compare(VectorOperators.GT, 0f))),
                    onto);
        }
    }

    private static void geluBackward(
            float[] dx,
            int dxIndex,
            float[] dy,
            int dyIndex,
            float[] source,
            int sourceIndex,
            int bound,
            boolean onto) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector x = load(source, sourceIndex + i);
            store(dx, dxIndex + i, load(dy, dyIndex + i).mul(geluSlope(x)), onto);
        }
    }

    private static void siluBackward(
            float[] dx,
            int dxIndex,
            float[] dy,
            int dyIndex,
            float[] source,
            int sourceIndex,
            int bound,
            boolean onto) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector x = load(source, sourceIndex + i);
            store(dx, dxIndex + i, load(dy, dyIndex + i).mul(siluSlope(x)), onto);
        }
    }

    private static void softplusBackward(
            float[] dx,
            int dxIndex,
            float[] dy,
            int dyIndex,
            float[] source,
            int sourceIndex,
            int bound,
            boolean onto) {
        for (int i = 0; i < bound; i += COUNT) {
            FloatVector y = load(source, sourceIndex + i);
            store(
                    dx,
                    dxIndex + i,
                    load(dy, dyIndex + i).mul(VectorMath.expm1(y.neg()).neg()),
                    onto);
        }
    }

    private static FloatVector geluSlope(FloatVector x) {
        FloatVector erf = VectorMath.erf(x.mul(FloatMath.SQRT_HALF));
        FloatVector cdf = broadcast(0.5f).fma(erf, broadcast(0.5f));
        FloatVector bell = VectorMath.exp(x.mul(-0.5f).mul(x));
        return x.mul(GAUSSIAN_PEAK).fma(bell, cdf);
    }

    private static FloatVector siluSlope(FloatVector x) {
        FloatVector s = VectorMath.sigmoid(x);
        return s.mul(x.fma(broadcast(1f).sub(s), broadcast(1f)));
    }

    private static void store(float[] dx, int at, FloatVector gradient, boolean onto) {
        if (onto) {
            load(dx, at).add(gradient).intoArray(dx, at);
        } else {
            gradient.intoArray(dx, at);
        }
    }
}
