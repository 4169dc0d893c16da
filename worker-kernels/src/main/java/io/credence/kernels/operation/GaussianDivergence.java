package io.credence.kernels.operation;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Mode;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.autograd.Workspace;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Activation;
import io.credence.kernels.simd.elementwise.Activations;
import io.credence.kernels.simd.elementwise.Elementwise;
import java.util.List;

/**
 * The Kullback-Leibler divergence KL(q || p) of independent Gaussian weights q with sigma = softplus(rho) from the
 * prior p = N(0, deviation^2). It is the sum over all weights of log(deviation / sigma) + (sigma^2 + mu^2) / (2
 * deviation^2) - 1/2. Inputs: mu and rho, of the same fixed shape. Output: {@code [1, 1]}.
 *
 * <p>For an output gradient of 1: dmu = mu / deviation^2, dsigma = sigma / deviation^2 - 1 / sigma, drho = dsigma
 * softplus'(rho).
 *
 * @param deviation the standard deviation of the prior, above 0
 */
public record GaussianDivergence(float deviation) implements Operation {
    private static final int SIGMA = 0;
    private static final int LOGARITHM = 1;
    private static final int SIGMA_GRADIENT = 2;

    @Override
    public Shape shape(InputShapes arguments) {
        arguments
                .requireCount(2)
                .require(0, !arguments.shape(0).isBatch(), "a fixed shape, without a batch")
                .requireSame(1, 0);
        return Shape.fixed(1, 1);
    }

    @Override
    public List<Workspace> workspaces(List<Shape> inputs, int rows, Mode mode) {
        int height = inputs.get(0).rows();
        int width = inputs.get(0).columns();
        return List.of(
                Workspace.saved(height, width), Workspace.forward(height, width), Workspace.backward(height, width));
    }

    @Override
    public void forward(Frame frame) {
        Matrix mu = frame.input(0);
        Matrix sigma = frame.workspace(SIGMA);
        Matrix logarithm = frame.workspace(LOGARITHM);
        Activations.forward(Activation.SOFTPLUS, sigma, frame.input(1));
        Elementwise.log(logarithm, sigma);
        double size = (double) mu.rows() * mu.columns();
        double squares = Sums.ofSquares(sigma) + Sums.ofSquares(mu);
        double constant = size * (StrictMath.log(deviation) - 0.5);
        frame.output().data()[frame.output().offset()] =
                (float) (constant - Sums.of(logarithm) + squares / (2.0 * deviation * deviation));
    }

    @Override
    public void backward(Frame frame) {
        float seed = frame.outputGradient().data()[frame.outputGradient().offset()];
        float precision = seed / (deviation * deviation);
        if (frame.gradient(0) != null) {
            Elementwise.scale(frame.gradient(0), frame.input(0), precision);
        }
        if (frame.gradient(1) != null) {
            Matrix sigma = frame.workspace(SIGMA);
            Matrix gradient = frame.workspace(SIGMA_GRADIENT);
            Elementwise.fill(gradient, -seed);
            Elementwise.divide(gradient, gradient, sigma);
            Elementwise.addScaled(gradient, sigma, precision);
            Activations.backward(Activation.SOFTPLUS, frame.gradient(1), gradient, frame.input(1), sigma);
        }
    }
}
