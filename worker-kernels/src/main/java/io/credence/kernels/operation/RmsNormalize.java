package io.credence.kernels.operation;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Mode;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.autograd.Workspace;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Elementwise;
import io.credence.kernels.simd.reduction.RowNormalization;
import java.util.List;

/**
 * RMS normalisation (Zhang and Sennrich 2019): y = gain x / sqrt(mean(x^2) + epsilon), with the mean of each row.
 * Inputs: x {@code [batch, n]}, gain {@code [1, n]}. Output: {@code [batch, n]}.
 *
 * <p>With n = x / sqrt(mean(x^2) + epsilon) and g = dy gain: dgain = the column sums of dy n, dx = (g - n mean(g n)) /
 * sqrt(mean(x^2) + epsilon).
 *
 * @param epsilon keeps the root away from 0
 */
public record RmsNormalize(float epsilon) implements Operation {
    @Override
    public Shape shape(InputShapes arguments) {
        Shape x = arguments.requireCount(2).requireBatch(0).shape(0);
        arguments.requireFixed(1, 1, x.columns());
        return x;
    }

    @Override
    public List<Workspace> workspaces(List<Shape> inputs, int rows, Mode mode) {
        return List.of(
                Workspace.saved(rows, 1),
                Workspace.saved(rows, 1),
                Workspace.forward(1, inputs.get(0).columns()));
    }

    @Override
    public void forward(Frame frame) {
        Matrix centre = frame.workspace(0);
        Matrix scale = frame.workspace(1);
        Matrix noBias = frame.workspace(2);
        RowNormalization.rmsStatistics(centre, scale, frame.input(0), epsilon);
        Elementwise.fill(noBias, 0f);
        RowNormalization.forward(frame.output(), frame.input(0), centre, scale, frame.input(1), noBias);
    }

    @Override
    public void backward(Frame frame) {
        Matrix dy = frame.outputGradient();
        Matrix x = frame.input(0);
        if (frame.gradient(1) != null) {
            RowNormalization.gainGradient(frame.gradient(1), dy, x, frame.workspace(0), frame.workspace(1));
        }
        if (frame.gradient(0) != null) {
            RowNormalization.rmsBackward(
                    frame.gradient(0), dy, x, frame.workspace(0), frame.workspace(1), frame.input(1));
        }
    }
}
