package io.credence.kernels.loss;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.simd.elementwise.Elementwise;

/**
 * One-hot encoding: from class indices {@code [batch, 1]} to {@code [batch, classes]}, 1 at the class and 0 elsewhere.
 * Has no gradient.
 *
 * @param classes at least 1
 */
public record OneHot(int classes) implements Operation {
    @Override
    public Shape shape(InputShapes arguments) {
        arguments.requireCount(1).requireBatchOf(0, 1);
        return Shape.batchOf(classes);
    }

    @Override
    public boolean isDifferentiable(int input) {
        return false;
    }

    @Override
    public void forward(Frame frame) {
        Elementwise.fill(frame.output(), 0f);
        Labels.add(frame.output(), frame.input(0), 1f);
    }

    /** Does nothing, because a class has no gradient. */
    @Override
    public void backward(Frame frame) {}
}
