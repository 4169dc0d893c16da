package io.credence.kernels.operation;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Mode;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.autograd.Workspace;
import io.credence.kernels.random.Purpose;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Activation;
import io.credence.kernels.simd.elementwise.Activations;
import io.credence.kernels.simd.elementwise.Elementwise;
import io.credence.kernels.simd.noise.GaussianNoise;
import io.credence.kernels.simd.product.Transposition;
import io.credence.kernels.simd.reduction.Reductions;
import java.util.List;

/**
 * An affine map whose weights are independent Gaussians with sigma = softplus(rho) (Blundell et al. 2015). Every row
 * has its own draw of the weights, made implicitly by sampling the outputs (local reparameterisation, Kingma et al.
 * 2015): y = m + sqrt(v) e with m = x M + b, v = x^2 S^2 + s^2 and standard normal e. In plain inference nothing is
 * drawn, and y = m.
 *
 * <p>Inputs: x {@code [batch, in]}; the means M and the rhos of the weights, {@code [in, out]}; the means b and the
 * rhos of the bias, {@code [1, out]}. S and s are the sigmas of weights and bias; squares are element by element, x M
 * and x^2 S^2 are matrix products.
 *
 * <p>With dv = dy e / (2 sqrt(v)): dM = x^T dy, db = sum of dy, dS^2 = (x^2)^T dv, ds^2 = sum of dv, dx = dy M^T + 2 x
 * (dv (S^2)^T). The gradient of a rho is the gradient of its variance times 2 sigma softplus'(rho).
 *
 * @param stream distinguishes the layers of a network
 */
public record VariationalAffine(int stream) implements Operation {
    /** A lower bound on the standard deviation, which prevents a division by 0 if the variance is 0. */
    private static final float MIN_STANDARD_DEVIATION = 1e-18f;

    private static final int MEANS = 1;
    private static final int RHOS = 2;
    private static final int BIAS_MEANS = 3;
    private static final int BIAS_RHOS = 4;

    private static final int SQUARES = 0;
    private static final int SIGMA = 1;
    private static final int VARIANCE = 2;
    private static final int BIAS_SIGMA = 3;
    private static final int BIAS_VARIANCE = 4;
    private static final int DEVIATION = 5;
    private static final int NOISE = 6;
    private static final int SPREAD_GRADIENT = 7;
    private static final int SIGMA_GRADIENT = 8;
    private static final int BIAS_SIGMA_GRADIENT = 9;
    private static final int INPUT_GRADIENT = 10;

    @Override
    public Shape shape(InputShapes arguments) {
        Shape weight = arguments.requireCount(5).requireBatch(0).shape(MEANS);
        arguments.requireFixed(MEANS, arguments.shape(0).columns(), weight.columns());
        arguments.requireSame(RHOS, MEANS).requireFixed(BIAS_MEANS, 1, weight.columns());
        arguments.requireSame(BIAS_RHOS, BIAS_MEANS);
        return Shape.batchOf(weight.columns());
    }

    @Override
    public List<Workspace> workspaces(List<Shape> inputs, int rows, Mode mode) {
        if (!mode.draws()) {
            return List.of();
        }
        int in = inputs.get(0).columns();
        int out = inputs.get(MEANS).columns();
        return List.of(
                Workspace.saved(rows, in),
                Workspace.saved(in, out),
                Workspace.saved(in, out),
                Workspace.saved(1, out),
                Workspace.forward(1, out),
                Workspace.saved(rows, out),
                Workspace.saved(rows, out),
                Workspace.backward(rows, out),
                Workspace.backward(in, out),
                Workspace.backward(1, out),
                Workspace.backward(rows, in));
    }

    @Override
    public void forward(Frame frame) {
        Matrix x = frame.input(0);
        Matrix y = frame.output();
        frame.gemm()
                .multiply(Transposition.NONE, y, x, frame.input(MEANS), frame.input(BIAS_MEANS), Activation.IDENTITY);
        if (!frame.mode().draws()) {
            return;
        }
        Matrix deviation = frame.workspace(DEVIATION);
        Matrix noise = frame.workspace(NOISE);
        square(frame, RHOS, SIGMA, VARIANCE);
        square(frame, BIAS_RHOS, BIAS_SIGMA, BIAS_VARIANCE);
        Elementwise.multiply(frame.workspace(SQUARES), x, x);
        frame.gemm()
                .multiply(
                        Transposition.NONE,
                        deviation,
                        frame.workspace(SQUARES),
                        frame.workspace(VARIANCE),
                        frame.workspace(BIAS_VARIANCE),
                        Activation.IDENTITY);
        Elementwise.squareRoot(deviation, deviation);
        GaussianNoise.fill(noise, frame.key(Purpose.WEIGHT_NOISE, stream), frame.rowKeys(), frame.draw());
        Elementwise.addProduct(y, deviation, noise);
    }

    private static void square(Frame frame, int rhos, int sigma, int variance) {
        Activations.forward(Activation.SOFTPLUS, frame.workspace(sigma), frame.input(rhos));
        Elementwise.multiply(frame.workspace(variance), frame.workspace(sigma), frame.workspace(sigma));
    }

    @Override
    public void backward(Frame frame) {
        Matrix dy = frame.outputGradient();
        Matrix spread = frame.workspace(SPREAD_GRADIENT);
        // This is 2 dv: every use of dv has a factor of 2, in 2 sigma and 2 x.
        Matrix deviation = frame.workspace(DEVIATION);
        Elementwise.atLeast(deviation, deviation, MIN_STANDARD_DEVIATION);
        Elementwise.multiply(spread, dy, frame.workspace(NOISE));
        Elementwise.divide(spread, spread, deviation);
        if (frame.gradient(MEANS) != null) {
            frame.gemm().multiply(Transposition.LEFT, frame.gradient(MEANS), frame.input(0), dy);
        }
        if (frame.gradient(BIAS_MEANS) != null) {
            Reductions.columnSums(frame.gradient(BIAS_MEANS), dy, false);
        }
        if (frame.gradient(RHOS) != null) {
            Matrix gradient = frame.workspace(SIGMA_GRADIENT);
            frame.gemm().multiply(Transposition.LEFT, gradient, frame.workspace(SQUARES), spread);
            toRho(frame, gradient, RHOS, SIGMA);
        }
        if (frame.gradient(BIAS_RHOS) != null) {
            Matrix gradient = frame.workspace(BIAS_SIGMA_GRADIENT);
            Reductions.columnSums(gradient, spread, false);
            toRho(frame, gradient, BIAS_RHOS, BIAS_SIGMA);
        }
        if (frame.gradient(0) != null) {
            Matrix throughVariance = frame.workspace(INPUT_GRADIENT);
            frame.gemm().multiply(Transposition.RIGHT, frame.gradient(0), dy, frame.input(MEANS));
            frame.gemm().multiply(Transposition.RIGHT, throughVariance, spread, frame.workspace(VARIANCE));
            Elementwise.addProduct(frame.gradient(0), frame.input(0), throughVariance);
        }
    }

    private static void toRho(Frame frame, Matrix gradient, int rhos, int sigma) {
        Elementwise.multiply(gradient, gradient, frame.workspace(sigma));
        Activations.backward(
                Activation.SOFTPLUS, frame.gradient(rhos), gradient, frame.input(rhos), frame.workspace(sigma));
    }
}
