package io.credence.kernels.graph;

import io.credence.kernels.simd.Activation;
import io.credence.kernels.simd.Activations;
import io.credence.kernels.simd.Broadcasting;
import io.credence.kernels.simd.Elementwise;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.Reductions;
import java.util.List;

/**
 * Binary cross-entropy on logits, l = sum (softplus(z) - y z), which is -log of the probability that sigmoid(z) gives to the answers y.
 * Inputs: logits and answers from 0 to 1, both {@code [batch, k]}; output {@code [batch, 1]}. dz = dl (sigmoid(z) - y), which does not
 * vanish where the sigmoid saturates on a wrong answer.
 */
public record SigmoidCrossEntropy() implements Operation {
    @Override
    public Shape shape(Arguments arguments) {
        arguments.requireCount(2).requireBatch(0).requireSame(1, 0);
        return Shape.batchOf(1);
    }

    @Override
    public boolean isDifferentiable(int input) {
        return input == 0;
    }

    @Override
    public List<Workspace> workspaces(List<Shape> inputs, int rows, Mode mode) {
        return List.of(Workspace.forward(rows, inputs.get(0).columns()), Workspace.forward(rows, 1));
    }

    @Override
    public void forward(Frame frame) {
        Matrix softplus = frame.workspace(0);
        Matrix products = frame.workspace(1);
        Activations.forward(Activation.SOFTPLUS, softplus, frame.input(0));
        Reductions.rowDots(products, frame.input(0), frame.input(1));
        Reductions.rowSums(frame.output(), softplus);
        Elementwise.subtract(frame.output(), frame.output(), products);
    }

    @Override
    public void backward(Frame frame) {
        Matrix gradient = frame.gradient(0);
        Activations.forward(Activation.SIGMOID, gradient, frame.input(0));
        Elementwise.subtract(gradient, gradient, frame.input(1));
        Broadcasting.multiplyColumn(gradient, gradient, frame.outputGradient());
    }
}
