package io.credence.kernels.operation;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.simd.elementwise.Elementwise;

/** An element-by-element product: y = a b for two inputs of the same shape, da = dy b and db = dy a. */
public record Multiply() implements Operation {
    @Override
    public Shape shape(InputShapes arguments) {
        return arguments.requireCount(2).requireSame(1, 0).shape(0);
    }

    @Override
    public void forward(Frame frame) {
        Elementwise.multiply(frame.output(), frame.input(0), frame.input(1));
    }

    @Override
    public void backward(Frame frame) {
        for (int input = 0; input < 2; input++) {
            if (frame.gradient(input) != null) {
                Elementwise.multiply(frame.gradient(input), frame.outputGradient(), frame.input(1 - input));
            }
        }
    }
}
