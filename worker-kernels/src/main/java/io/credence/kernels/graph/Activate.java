package io.credence.kernels.graph;

import io.credence.kernels.simd.Activation;
import io.credence.kernels.simd.Activations;

/**
 * y = f(x), element by element; dx = dy f'(x).
 *
 * @param activation f
 */
public record Activate(Activation activation) implements Operation {
    @Override
    public Shape shape(Arguments arguments) {
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
