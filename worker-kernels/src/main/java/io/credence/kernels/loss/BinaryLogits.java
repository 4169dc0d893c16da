package io.credence.kernels.loss;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.simd.elementwise.Elementwise;

/**
 * The logits of two classes from a single logit z, the log-odds of the second class: (0, z), whose softmax is (1 -
 * sigmoid(z), sigmoid(z)). Input {@code [batch, 1]}, output {@code [batch, 2]}; dz is the gradient of the second
 * logit.
 */
public record BinaryLogits() implements Operation {
    @Override
    public Shape shape(InputShapes arguments) {
        arguments.requireCount(1).requireBatchOf(0, 1);
        return Shape.batchOf(2);
    }

    @Override
    public boolean keepsInput(int input) {
        return false;
    }

    @Override
    public void forward(Frame frame) {
        Elementwise.fill(frame.output(), 0f);
        Elementwise.copyColumns(frame.output(), 1, frame.input(0), 0, 1);
    }

    @Override
    public void backward(Frame frame) {
        Elementwise.copyColumns(frame.gradient(0), 0, frame.outputGradient(), 1, 1);
    }
}
