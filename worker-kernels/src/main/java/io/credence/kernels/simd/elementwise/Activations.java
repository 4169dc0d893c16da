package io.credence.kernels.simd.elementwise;

import static io.credence.kernels.simd.Lanes.FLOATS;

import io.credence.kernels.simd.FloatMath;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.Views;

/** Activation functions and their derivatives, element by element over matrices of one shape. */
public final class Activations {
    /** The slope of leaky ReLU below 0. */
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
     * Returns whether {@link #backward} needs the input of the activation. Otherwise it computes the derivative from
     * the output alone, so that the input need not be kept and the activation can be applied in place.
     */
    public static boolean needsInput(Activation f) {
        return f == Activation.GELU || f == Activation.SILU;
    }

    /**
     * Applies the chain rule of an activation: inGradient = outGradient f'(in).
     *
     * @param inGradient an output, which may be outGradient
     * @param in the input of f; read only if {@link #needsInput}; otherwise, any matrix of the same shape
     * @param out f(in)
     */
    public static void backward(Activation f, Matrix inGradient, Matrix outGradient, Matrix in, Matrix out) {
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
                    length);
        }
    }

    /** Like {@link #forward(Activation, Matrix, Matrix)}, for {@code length} consecutive elements of each array. */
    public static void forward(Activation f, float[] out, int outIndex, float[] in, int inIndex, int length) {
        switch (f) {
            case IDENTITY -> System.arraycopy(in, inIndex, out, outIndex, length);
            case SIGMOID -> ActivationLoops.sigmoid(out, outIndex, in, inIndex, length);
            case TANH -> ActivationLoops.tanh(out, outIndex, in, inIndex, length);
            case RELU -> ActivationLoops.relu(out, outIndex, in, inIndex, length);
            case LEAKY_RELU -> ActivationLoops.leakyRelu(out, outIndex, in, inIndex, length);
            case ELU -> ActivationLoops.elu(out, outIndex, in, inIndex, length);
            case GELU -> ActivationLoops.gelu(out, outIndex, in, inIndex, length);
            case SILU -> ActivationLoops.silu(out, outIndex, in, inIndex, length);
            case SOFTPLUS -> ActivationLoops.softplus(out, outIndex, in, inIndex, length);
        }
    }

    /**
     * Returns f'(in) for one element.
     *
     * @param x the input if {@link #needsInput}, the output f(in) otherwise
     */
    public static float derivative(Activation f, float x) {
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

    private static void backward(
            Activation f,
            float[] dx,
            int dxIndex,
            float[] dy,
            int dyIndex,
            float[] source,
            int sourceIndex,
            int length) {
        int bound = FLOATS.loopBound(length);
        switch (f) {
            case IDENTITY -> DerivativeLoops.identity(dx, dxIndex, dy, dyIndex, bound);
            case SIGMOID -> DerivativeLoops.sigmoid(dx, dxIndex, dy, dyIndex, source, sourceIndex, bound);
            case TANH -> DerivativeLoops.tanh(dx, dxIndex, dy, dyIndex, source, sourceIndex, bound);
            case RELU -> DerivativeLoops.relu(dx, dxIndex, dy, dyIndex, source, sourceIndex, bound);
            case LEAKY_RELU -> DerivativeLoops.leakyRelu(dx, dxIndex, dy, dyIndex, source, sourceIndex, bound);
            case ELU -> DerivativeLoops.elu(dx, dxIndex, dy, dyIndex, source, sourceIndex, bound);
            case GELU -> DerivativeLoops.gelu(dx, dxIndex, dy, dyIndex, source, sourceIndex, bound);
            case SILU -> DerivativeLoops.silu(dx, dxIndex, dy, dyIndex, source, sourceIndex, bound);
            case SOFTPLUS -> DerivativeLoops.softplus(dx, dxIndex, dy, dyIndex, source, sourceIndex, bound);
        }
        for (int i = bound; i < length; i++) {
            dx[dxIndex + i] = dy[dyIndex + i] * derivative(f, source[sourceIndex + i]);
        }
    }
}
