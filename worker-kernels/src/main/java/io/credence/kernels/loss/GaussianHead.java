package io.credence.kernels.loss;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Mode;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.autograd.Workspace;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Activation;
import io.credence.kernels.simd.elementwise.Activations;
import io.credence.kernels.simd.elementwise.Elementwise;
import java.util.List;

/**
 * The conversion of a network's raw outputs into means and variances (Lakshminarayanan et al. 2017). Input and output
 * {@code [batch, 2 k]}: k means, which are unchanged, then k values v, which become the variances softplus(v) + floor.
 *
 * @param floor the minimum variance, above 0
 */
public record GaussianHead(float floor) implements Operation {
    @Override
    public Shape shape(InputShapes arguments) {
        arguments.requireCount(1).requireBatch(0);
        int columns = arguments.shape(0).columns();
        arguments.require(0, columns % 2 == 0, "[batch, an even number]: means, then variances");
        return Shape.batchOf(columns);
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
        Matrix softplus = frame.workspace(0);
        Activations.forward(Activation.SOFTPLUS, softplus, frame.input(0));
        Elementwise.addConstant(frame.output(), softplus, floor);
        Elementwise.copyColumns(
                frame.output(), 0, frame.input(0), 0, frame.output().columns() / 2);
    }

    @Override
    public void backward(Frame frame) {
        Matrix softplus = frame.workspace(0);
        Activations.backward(Activation.SOFTPLUS, frame.gradient(0), frame.outputGradient(), softplus, softplus);
        Elementwise.copyColumns(
                frame.gradient(0), 0, frame.outputGradient(), 0, frame.output().columns() / 2);
    }
}
