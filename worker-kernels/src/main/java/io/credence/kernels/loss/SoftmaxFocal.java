package io.credence.kernels.loss;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Mode;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.autograd.Workspace;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Broadcasting;
import io.credence.kernels.simd.elementwise.Elementwise;
import io.credence.kernels.simd.reduction.Reductions;
import io.credence.kernels.simd.reduction.Softmax;
import java.util.List;

/**
 * Focal loss (Lin et al. 2017): l = - sum q alpha (1 - p)^gamma log p with p = softmax(z). Here q is the label,
 * smoothed as in {@link SoftmaxCrossEntropy}, to which focal loss reduces if gamma is 0 and alpha is empty. Inputs:
 * logits {@code [batch, K]}, the label's class {@code [batch, 1]}. Output {@code [batch, 1]}. With h = q alpha (gamma p
 * (1 - p)^(gamma - 1) log p - (1 - p)^gamma): dz = dl (h - p sum h).
 *
 * @param gamma at least 0
 * @param alpha the weight of each class; empty if every class has weight 1
 * @param smoothing the fraction of a label's weight that is spread over all classes, at least 0 and below 1
 */
public record SoftmaxFocal(float gamma, List<Double> alpha, float smoothing) implements Operation {
    private static final int LOGARITHM = 0;
    private static final int PROBABILITY = 1;
    private static final int COMPLEMENT = 2;
    private static final int FOCUS = 3;
    private static final int WEIGHT = 4;
    private static final int PRODUCT = 5;
    private static final int SUM = 6;
    private static final int ALPHA = 7;

    /** A lower bound on 1 - p, which keeps its logarithm finite. */
    private static final float MIN_COMPLEMENT = 1e-37f;

    /** Copies the list of weights. */
    public SoftmaxFocal {
        alpha = List.copyOf(alpha);
    }

    @Override
    public Shape shape(InputShapes arguments) {
        arguments.requireCount(2).requireBatch(0).requireBatchOf(1, 1);
        int classes = arguments.shape(0).columns();
        arguments.require(0, classes >= 2, "[batch, at least 2]: a logit per class");
        boolean weighted = alpha.isEmpty() || alpha.size() == classes;
        arguments.require(0, weighted, "[batch, " + alpha.size() + "]: a logit per weight of alpha");
        return Shape.batchOf(1);
    }

    @Override
    public boolean isDifferentiable(int input) {
        return input == 0;
    }

    @Override
    public boolean keepsInput(int input) {
        return input == 1;
    }

    @Override
    public List<Workspace> workspaces(List<Shape> inputs, int rows, Mode mode) {
        int classes = inputs.get(0).columns();
        Workspace saved = Workspace.saved(rows, classes);
        return List.of(
                saved,
                saved,
                saved,
                saved,
                saved,
                Workspace.forward(rows, classes),
                Workspace.backward(rows, 1),
                Workspace.forward(1, classes));
    }

    @Override
    public void forward(Frame frame) {
        Matrix logarithms = frame.workspace(LOGARITHM);
        Matrix complement = frame.workspace(COMPLEMENT);
        Matrix focus = frame.workspace(FOCUS);
        Matrix products = frame.workspace(PRODUCT);
        Softmax.logSoftmax(logarithms, frame.output(), frame.input(0));
        Elementwise.atLeast(logarithms, logarithms, -Float.MAX_VALUE);
        Elementwise.exp(frame.workspace(PROBABILITY), logarithms);
        Elementwise.oneMinusExp(complement, logarithms);
        Elementwise.atLeast(complement, complement, MIN_COMPLEMENT);
        Elementwise.log(focus, complement);
        Elementwise.scale(focus, focus, gamma);
        Elementwise.exp(focus, focus);
        computeWeights(frame);
        Elementwise.multiply(products, focus, logarithms);
        Reductions.rowDots(frame.output(), frame.workspace(WEIGHT), products);
        Elementwise.scale(frame.output(), frame.output(), -1f);
    }

    /** Computes q alpha of every class of every row. */
    private void computeWeights(Frame frame) {
        Matrix weights = frame.workspace(WEIGHT);
        Elementwise.fill(weights, smoothing / weights.columns());
        Labels.add(weights, frame.input(1), 1 - smoothing);
        if (!alpha.isEmpty()) {
            Matrix row = frame.workspace(ALPHA);
            for (int k = 0; k < alpha.size(); k++) {
                row.data()[row.offset() + k] = alpha.get(k).floatValue();
            }
            Broadcasting.multiplyRow(weights, weights, row);
        }
    }

    /** Uses (1 - p)^gamma and log p / (1 - p), because (1 - p)^(gamma - 1) is unbounded if gamma is below 1. */
    @Override
    public void backward(Frame frame) {
        Matrix gradient = frame.gradient(0);
        Matrix probabilities = frame.workspace(PROBABILITY);
        Matrix complement = frame.workspace(COMPLEMENT);
        Matrix focus = frame.workspace(FOCUS);
        Matrix sums = frame.workspace(SUM);
        Elementwise.scale(gradient, probabilities, gamma);
        Elementwise.multiply(gradient, gradient, focus);
        Elementwise.divide(complement, frame.workspace(LOGARITHM), complement);
        Elementwise.multiply(gradient, gradient, complement);
        Elementwise.subtract(gradient, gradient, focus);
        Elementwise.multiply(gradient, gradient, frame.workspace(WEIGHT));
        Reductions.rowSums(sums, gradient);
        Broadcasting.multiplyColumn(probabilities, probabilities, sums);
        Elementwise.subtract(gradient, gradient, probabilities);
        Broadcasting.multiplyColumn(gradient, gradient, frame.outputGradient());
    }
}
