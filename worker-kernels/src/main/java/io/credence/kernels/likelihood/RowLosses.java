package io.credence.kernels.likelihood;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Mode;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.autograd.Workspace;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Broadcasting;
import java.util.List;

/**
 * A {@link RowLoss} of every row. Inputs: the network's outputs z {@code [batch, outputs]} and targets
 * {@code [batch, 1]}; output {@code [batch, 1]}. The forward pass computes the gradient too, because both share most of
 * their terms: dz = dl times the row's gradient.
 */
public record RowLosses(RowLoss loss) implements Operation {
    @Override
    public Shape shape(InputShapes arguments) {
        arguments.requireCount(2).requireBatchOf(0, loss.outputs()).requireBatchOf(1, 1);
        return Shape.batchOf(1);
    }

    @Override
    public boolean isDifferentiable(int input) {
        return input == 0;
    }

    @Override
    public boolean keepsInput(int input) {
        return false;
    }

    @Override
    public List<Workspace> workspaces(List<Shape> inputs, int rows, Mode mode) {
        return List.of(Workspace.saved(rows, loss.outputs()));
    }

    @Override
    public void forward(Frame frame) {
        Matrix z = frame.input(0);
        Matrix targets = frame.input(1);
        Matrix losses = frame.output();
        Matrix gradients = frame.workspace(0);
        for (int row = 0; row < losses.rows(); row++) {
            losses.data()[losses.row(row)] = (float) loss.of(
                    z.data(), z.row(row), targets.data()[targets.row(row)], gradients.data(), gradients.row(row));
        }
    }

    @Override
    public void backward(Frame frame) {
        Broadcasting.multiplyColumn(frame.gradient(0), frame.workspace(0), frame.outputGradient());
    }
}
