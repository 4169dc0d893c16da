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
import java.util.List;

/**
 * Half the squared distance of a row from its target, l = 1/2 sum (p - y)^2. Inputs: p and y, both {@code [batch, k]};
 * output {@code [batch, 1]}. dp = dl (p - y).
 */
public record SquaredError() implements Operation {
    @Override
    public Shape shape(InputShapes arguments) {
        arguments.requireCount(2).requireBatch(0).requireSame(1, 0);
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
        return List.of(Workspace.saved(rows, inputs.get(0).columns()));
    }

    @Override
    public void forward(Frame frame) {
        Matrix error = frame.workspace(0);
        Elementwise.subtract(error, frame.input(0), frame.input(1));
        Reductions.rowDots(frame.output(), error, error);
        Elementwise.scale(frame.output(), frame.output(), 0.5f);
    }

    @Override
    public void backward(Frame frame) {
        Broadcasting.multiplyColumn(frame.gradient(0), frame.workspace(0), frame.outputGradient());
    }
}
