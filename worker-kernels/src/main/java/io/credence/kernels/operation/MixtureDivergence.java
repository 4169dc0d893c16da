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
import java.util.List;

/**
 * The Kullback-Leibler divergence KL(q || p) of independent Gaussian weights q with sigma = softplus(rho) from the
 * scale mixture p = share N(0, wide^2) + (1 - share) N(0, narrow^2) (Blundell et al. 2015, section 3.3). It has no
 * closed form: the entropy of q is exact, and log p is evaluated at one draw of the weights, w = mu + sigma e. Inputs:
 * mu and rho, of the same fixed shape. Output: {@code [1, 1]}.
 *
 * <p>With u = log(share / (1 - share)) - log(wide / narrow) + (1 / narrow^2 - 1 / wide^2) w^2 / 2, log p = log N(w; 0,
 * wide^2) + log share + softplus(-u), a form in which no large terms cancel. The probability that w came from the wide
 * part is r = sigmoid(u).
 *
 * <p>For an output gradient of 1: dw = w (r / wide^2 + (1 - r) / narrow^2), dmu = dw, dsigma = dw e - 1 / sigma, drho =
 * dsigma softplus'(rho).
 *
 * @param share the weight of the wide part, above 0 and below 1
 * @param wide the standard deviation of the wide part
 * @param narrow the standard deviation of the narrow part, above 0 and below that of the wide part
 * @param stream distinguishes the draws of a network
 */
public record MixtureDivergence(float share, float wide, float narrow, int stream) implements Operation {
    private static final int SIGMA = 0;
    private static final int NOISE = 1;
    private static final int WEIGHT = 2;
    private static final int WIDE_LOGIT = 3;
    private static final int SCRATCH = 4;
    private static final int WEIGHT_GRADIENT = 5;
    private static final int SIGMA_GRADIENT = 6;

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
        Workspace saved = Workspace.saved(height, width);
        Workspace backward = Workspace.backward(height, width);
        return List.of(saved, saved, saved, saved, Workspace.forward(height, width), backward, backward);
    }

    private float widePrecision() {
        return 1 / (wide * wide);
    }

    private float narrowPrecision() {
        return 1 / (narrow * narrow);
    }

    @Override
    public void forward(Frame frame) {
        Matrix sigma = frame.workspace(SIGMA);
        Matrix noise = frame.workspace(NOISE);
        Matrix weight = frame.workspace(WEIGHT);
        Matrix logit = frame.workspace(WIDE_LOGIT);
        Matrix scratch = frame.workspace(SCRATCH);
        Activations.forward(Activation.SOFTPLUS, sigma, frame.input(1));
        GaussianNoise.fill(noise, frame.key(Purpose.WEIGHT_NOISE, stream), frame.draw());
        Elementwise.copy(weight, frame.input(0));
        Elementwise.addProduct(weight, sigma, noise);
        Elementwise.multiply(logit, weight, weight);
        Elementwise.scale(logit, logit, (narrowPrecision() - widePrecision()) / 2);
        double odds = StrictMath.log(share / (1.0 - share)) - StrictMath.log((double) wide / narrow);
        Elementwise.addConstant(logit, logit, (float) odds);

        double size = (double) weight.rows() * weight.columns();
        double divergence = -size * (0.5 + StrictMath.log(share) - StrictMath.log(wide));
        Elementwise.log(scratch, sigma);
        divergence -= Sums.of(scratch);
        divergence += Sums.ofSquares(weight) * widePrecision() / 2;
        Elementwise.scale(scratch, logit, -1f);
        Activations.forward(Activation.SOFTPLUS, scratch, scratch);
        divergence -= Sums.of(scratch);
        frame.output().data()[frame.output().offset()] = (float) divergence;
    }

    @Override
    public void backward(Frame frame) {
        float seed = frame.outputGradient().data()[frame.outputGradient().offset()];
        Matrix weightGradient = frame.workspace(WEIGHT_GRADIENT);
        Matrix narrowProbability = frame.workspace(SIGMA_GRADIENT);
        Elementwise.scale(narrowProbability, frame.workspace(WIDE_LOGIT), -1f);
        Activations.forward(Activation.SIGMOID, narrowProbability, narrowProbability);
        Activations.forward(Activation.SIGMOID, weightGradient, frame.workspace(WIDE_LOGIT));
        Elementwise.scale(weightGradient, weightGradient, seed * widePrecision());
        Elementwise.addScaled(weightGradient, narrowProbability, seed * narrowPrecision());
        Elementwise.multiply(weightGradient, weightGradient, frame.workspace(WEIGHT));
        if (frame.gradient(0) != null) {
            Elementwise.copy(frame.gradient(0), weightGradient);
        }
        if (frame.gradient(1) != null) {
            Matrix sigma = frame.workspace(SIGMA);
            Matrix sigmaGradient = frame.workspace(SIGMA_GRADIENT);
            Elementwise.fill(sigmaGradient, -seed);
            Elementwise.divide(sigmaGradient, sigmaGradient, sigma);
            Elementwise.addProduct(sigmaGradient, weightGradient, frame.workspace(NOISE));
            Activations.backward(Activation.SOFTPLUS, frame.gradient(1), sigmaGradient, frame.input(1), sigma);
        }
    }
}
