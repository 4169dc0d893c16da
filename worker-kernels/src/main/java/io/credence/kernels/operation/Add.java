package io.credence.kernels.operation;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.simd.elementwise.Elementwise;

/** A sum: y = a + b for two inputs of the same shape, and da = db = dy. */
public record Add() implements Operation {
    @Override
    public Shape shape(InputShapes arguments) {
        return arguments.requireCount(2).requireSame(1, 0).shape(0);
    }

    @Override
    public boolean keepsInput(int input) {
        return false;
    }

    @Override
    public void forward(Frame frame) {
        Elementwise.add(frame.output(), frame.input(0), frame.input(1));
    }

    @Override
    public void backward(Frame frame) {
        for (int input = 0; input < 2; input++) {
            if (frame.gradient(input) != null) {
                Elementwise.copy(frame.gradient(input), frame.outputGradient());
            }
        }
    }
}
