package io.credence.kernels.operation;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.simd.elementwise.Activation;
import io.credence.kernels.simd.elementwise.Activations;

/**
 * An activation function: y = f(x), element by element, and dx = dy f'(x). Input: x, of any shape.
 *
 * @param activation f
 */
public record Activate(Activation activation) implements Operation {
    @Override
    public Shape shape(InputShapes arguments) {
        return arguments.requireCount(1).shape(0);
    }

    @Override
    public boolean keepsInput(int input) {
        return Activations.needsInput(activation);
    }

    @Override
    public boolean keepsOutput() {
        return !Activations.needsInput(activation);
    }

    @Override
    public void forward(Frame frame) {
        Activations.forward(activation, frame.output(), frame.input(0));
    }

    @Override
    public void backward(Frame frame) {
        Activations.backward(activation, frame.gradient(0), frame.outputGradient(), frame.input(0), frame.output());
    }
}
