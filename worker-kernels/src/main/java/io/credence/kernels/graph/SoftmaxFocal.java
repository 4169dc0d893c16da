package io.credence.kernels.graph;

import io.credence.kernels.simd.Elementwise;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.Softmax;
import java.util.List;

/**
 * Focal loss (Lin et al. 2017), l = - sum q alpha (1 - p)^gamma log p with p = softmax(z); q is the label, smoothed as in {@link
 * SoftmaxCrossEntropy}, which this equals at gamma 0. Inputs: logits {@code [batch, K]}, the label's class {@code [batch, 1]}. Output
 * {@code [batch, 1]}. With h = q alpha (gamma p (1 - p)^(gamma - 1) log p - (1 - p)^gamma): dz = dl (h - p sum h).
 *
 * @param gamma at least 0
 * @param alpha the weight of each class, or empty for 1 throughout
 * @param smoothing the share of a label's weight that is spread over all classes, at least 0 and below 1
 */
public record SoftmaxFocal(float gamma, List<Double> alpha, float smoothing) implements Operation {
    private static final int LOGARITHM = 0;
    private static final int PROBABILITY = 1;
    private static final int REST = 2;
    private static final int FOCUS = 3;

    /** Keeps the logarithm of 1 - p finite. */
    private static final float LEAST = 1e-37f;

    /** Below this distance of log p from 0, 1 - p is computed as -(exp(log p) - 1) by its series, which cancels nothing. */
    private static final float NEAR_ONE = 0.03f;

    public SoftmaxFocal {
        alpha = List.copyOf(alpha);
    }

    @Override
    public Shape shape(Arguments arguments) {
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
        Workspace saved = Workspace.saved(rows, inputs.get(0).columns());
        return List.of(saved, saved, saved, saved);
    }

    @Override
    public void forward(Frame frame) {
        Matrix logarithms = frame.workspace(LOGARITHM);
        Matrix rest = frame.workspace(REST);
        Matrix focus = frame.workspace(FOCUS);
        Softmax.logSoftmax(logarithms, frame.output(), frame.input(0));
        Elementwise.exp(frame.workspace(PROBABILITY), logarithms);
        int size = rest.rows() * rest.columns();
        for (int i = 0; i < size; i++) {
            float probability = frame.workspace(PROBABILITY)
                    .data()[frame.workspace(PROBABILITY).offset() + i];
            rest.data()[rest.offset() + i] = complement(logarithms.data()[logarithms.offset() + i], probability);
        }
        Elementwise.log(focus, rest);
        Elementwise.scale(focus, focus, gamma);
        Elementwise.exp(focus, focus);
        for (int row = 0; row < rest.rows(); row++) {
            frame.output().data()[frame.output().row(row)] = rowLoss(frame, row);
        }
    }

    private static float complement(float logarithm, float probability) {
        if (logarithm < -NEAR_ONE) {
            return 1 - probability;
        }
        float series = 1 + logarithm / 2 * (1 + logarithm / 3 * (1 + logarithm / 4));
        return Math.max(LEAST, -logarithm * series);
    }

    private float rowLoss(Frame frame, int row) {
        Matrix logarithms = frame.workspace(LOGARITHM);
        Matrix focus = frame.workspace(FOCUS);
        int classes = logarithms.columns();
        int label = Labels.of(frame.input(1), row, classes);
        float loss = 0;
        for (int k = 0; k < classes; k++) {
            float weight = weight(k, label, classes);
            if (weight > 0) {
                loss -= weight * focus.data()[focus.row(row) + k] * logarithms.data()[logarithms.row(row) + k];
            }
        }
        return loss;
    }

    /** q alpha of a class. */
    private float weight(int k, int label, int classes) {
        float share = smoothing / classes + (k == label ? 1 - smoothing : 0);
        return alpha.isEmpty() ? share : share * alpha.get(k).floatValue();
    }

    @Override
    public void backward(Frame frame) {
        Matrix gradient = frame.gradient(0);
        Matrix probabilities = frame.workspace(PROBABILITY);
        int classes = gradient.columns();
        for (int row = 0; row < gradient.rows(); row++) {
            int label = Labels.of(frame.input(1), row, classes);
            float seed = frame.outputGradient().data()[frame.outputGradient().row(row)];
            float sum = 0;
            for (int k = 0; k < classes; k++) {
                float slope = weight(k, label, classes) * slope(frame, row, k);
                gradient.data()[gradient.row(row) + k] = slope;
                sum += slope;
            }
            for (int k = 0; k < classes; k++) {
                int at = gradient.row(row) + k;
                float probability = probabilities.data()[probabilities.row(row) + k];
                gradient.data()[at] = seed * (gradient.data()[at] - probability * sum);
            }
        }
    }

    /** p times the derivative of -(1 - p)^gamma log p. */
    private float slope(Frame frame, int row, int k) {
        int at = row * frame.gradient(0).columns() + k;
        float logarithm = element(frame.workspace(LOGARITHM), at);
        float probability = element(frame.workspace(PROBABILITY), at);
        float focus = element(frame.workspace(FOCUS), at);
        return gamma * probability * focus * (logarithm / element(frame.workspace(REST), at)) - focus;
    }

    private static float element(Matrix matrix, int at) {
        return matrix.data()[matrix.offset() + at];
    }
}
