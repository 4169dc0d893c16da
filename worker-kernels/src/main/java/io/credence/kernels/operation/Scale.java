package io.credence.kernels.operation;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Broadcasting;
import io.credence.kernels.simd.elementwise.Elementwise;
import io.credence.kernels.simd.reduction.Reductions;

/**
 * A learned scale of every column, y = x s + b: a dense layer whose weight matrix is diagonal. Inputs: x {@code [batch,
 * n]}, s and b {@code [1, n]}; b may be left out. Output: {@code [batch, n]}.
 *
 * <p>dx = dy s, ds = the column sums of dy x, db = the column sums of dy.
 */
public record Scale() implements Operation {
    @Override
    public Shape shape(InputShapes arguments) {
        Shape x = arguments
                .requireCount(arguments.count() == 2 ? 2 : 3)
                .requireBatch(0)
                .shape(0);
        arguments.requireFixed(1, 1, x.columns());
        if (arguments.count() == 3) {
            arguments.requireFixed(2, 1, x.columns());
        }
        return Shape.batchOf(x.columns());
    }

    @Override
    public boolean keepsInput(int input) {
        return input < 2;
    }

    @Override
    public void forward(Frame frame) {
        if (frame.inputs() == 2) {
            Broadcasting.multiplyRow(frame.output(), frame.input(0), frame.input(1));
        } else {
            Broadcasting.scaleAndShiftRows(frame.output(), frame.input(0), frame.input(1), frame.input(2));
        }
    }

    @Override
    public void backward(Frame frame) {
        Matrix dy = frame.outputGradient();
        if (frame.inputs() == 3 && frame.gradient(2) != null) {
            Reductions.columnSums(frame.gradient(2), dy, false);
        }
        if (frame.gradient(0) != null) {
            Broadcasting.multiplyRow(frame.gradient(0), dy, frame.input(1));
        }
        if (frame.gradient(1) != null) {
            Elementwise.multiply(dy, dy, frame.input(0));
            Reductions.columnSums(frame.gradient(1), dy, false);
        }
    }
}
