package io.credence.kernels.operation;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Mode;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.autograd.Workspace;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.reduction.Reductions;
import io.credence.kernels.simd.reduction.RowNormalization;
import java.util.List;

/**
 * Layer normalisation (Ba et al. 2016): y = gain (x - mean) / sqrt(variance + epsilon) + bias, with the mean and
 * variance of each row, in training and at inference. Inputs: x {@code [batch, n]}, gain and bias {@code [1, n]}.
 * Output: {@code [batch, n]}.
 *
 * <p>With n = (x - mean) / sqrt(variance + epsilon) and g = dy gain: dgain = the column sums of dy n, dbias = the
 * column sums of dy, dx = (g - mean(g) - n mean(g n)) / sqrt(variance + epsilon), with means over each row.
 *
 * @param epsilon keeps the root away from 0
 */
public record LayerNormalize(float epsilon) implements Operation {
    @Override
    public Shape shape(InputShapes arguments) {
        Shape x = arguments.requireCount(3).requireBatch(0).shape(0);
        arguments.requireFixed(1, 1, x.columns()).requireFixed(2, 1, x.columns());
        return x;
    }

    @Override
    public boolean keepsInput(int input) {
        return input < 2;
    }

    @Override
    public List<Workspace> workspaces(List<Shape> inputs, int rows, Mode mode) {
        return List.of(Workspace.saved(rows, 1), Workspace.saved(rows, 1));
    }

    @Override
    public void forward(Frame frame) {
        Matrix mean = frame.workspace(0);
        Matrix scale = frame.workspace(1);
        RowNormalization.layerStatistics(mean, scale, frame.input(0), epsilon);
        RowNormalization.forward(frame.output(), frame.input(0), mean, scale, frame.input(1), frame.input(2));
    }

    @Override
    public void backward(Frame frame) {
        Matrix dy = frame.outputGradient();
        Matrix x = frame.input(0);
        if (frame.gradient(1) != null) {
            RowNormalization.gainGradient(frame.gradient(1), dy, x, frame.workspace(0), frame.workspace(1));
        }
        if (frame.gradient(2) != null) {
            Reductions.columnSums(frame.gradient(2), dy, false);
        }
        if (frame.gradient(0) != null) {
            RowNormalization.layerBackward(
                    frame.gradient(0), dy, x, frame.workspace(0), frame.workspace(1), frame.input(1));
        }
    }
}
