package io.credence.kernels.loss;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.simd.reduction.Softmax;

/** Softmax of each row: p = softmax(z), both {@code [batch, K]}, and dz = p (dp - sum of p dp). */
public record Probabilities() implements Operation {
    @Override
    public Shape shape(InputShapes arguments) {
        return arguments.requireCount(1).requireBatch(0).shape(0);
    }

    @Override
    public boolean keepsInput(int input) {
        return false;
    }

    @Override
    public boolean keepsOutput() {
        return true;
    }

    @Override
    public void forward(Frame frame) {
        Softmax.softmax(frame.output(), frame.input(0));
    }

    @Override
    public void backward(Frame frame) {
        Softmax.softmaxBackward(frame.gradient(0), frame.outputGradient(), frame.output());
    }
}
