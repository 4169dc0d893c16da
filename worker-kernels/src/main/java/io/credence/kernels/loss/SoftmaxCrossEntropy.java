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
 * Cross-entropy of labels with the softmax of logits: l = - sum q log softmax(z). Here q = y (1 - smoothing) +
 * smoothing / K, the label with a fraction of its weight spread over all classes (Szegedy et al. 2016). Inputs: logits
 * {@code [batch, K]}, the label's class from 0 to K - 1 {@code [batch, 1]}. Output {@code [batch, 1]}. dz = dl
 * (softmax(z) - q), which does not vanish for a confident wrong answer. The log-softmax is computed directly, so no
 * finite logit overflows and no wrong answer has loss 0. It is also bounded below, so that its sum over the classes
 * cannot overflow.
 *
 * @param smoothing the fraction that is spread, at least 0 and below 1
 */
public record SoftmaxCrossEntropy(float smoothing) implements Operation {
    @Override
    public Shape shape(InputShapes arguments) {
        arguments.requireCount(2).requireBatch(0).requireBatchOf(1, 1);
        arguments.require(0, arguments.shape(0).columns() >= 2, "[batch, at least 2]: a logit per class");
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
        return List.of(Workspace.saved(rows, inputs.get(0).columns()));
    }

    @Override
    public void forward(Frame frame) {
        Matrix logarithms = frame.workspace(0);
        Matrix loss = frame.output();
        int classes = logarithms.columns();
        Softmax.logSoftmax(logarithms, loss, frame.input(0));
        Elementwise.atLeast(logarithms, logarithms, -Float.MAX_VALUE / (classes - 1));
        if (smoothing > 0) {
            Reductions.rowSums(loss, logarithms);
            Elementwise.scale(loss, loss, -smoothing / classes);
        } else {
            Elementwise.fill(loss, 0f);
        }
        for (int row = 0; row < loss.rows(); row++) {
            int label = Labels.of(frame.input(1), row, classes);
            loss.data()[loss.row(row)] -= (1 - smoothing) * logarithms.data()[logarithms.row(row) + label];
        }
    }

    @Override
    public void backward(Frame frame) {
        Matrix error = frame.gradient(0);
        Elementwise.exp(error, frame.workspace(0));
        if (smoothing > 0) {
            Elementwise.addConstant(error, error, -smoothing / error.columns());
        }
        Labels.add(error, frame.input(1), smoothing - 1);
        Broadcasting.multiplyColumn(error, error, frame.outputGradient());
    }
}
