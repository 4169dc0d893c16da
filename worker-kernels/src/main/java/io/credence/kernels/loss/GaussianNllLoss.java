package io.credence.kernels.loss;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Mode;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.autograd.Workspace;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Elementwise;
import io.credence.kernels.simd.elementwise.GaussianLikelihood;
import java.util.List;

/**
 * Negative log-likelihood of targets under predicted Gaussians (Nix and Weigend 1994). A row's loss is the sum over its
 * targets y, with mean m and variance v, of l = w/2 (log(2 pi v) + (y - m)^2 / v). The weight w = v^beta is held
 * constant (Seitzer et al. 2022). Inputs: means, then variances, {@code [batch, 2 k]}, as {@link GaussianHead} returns
 * them; targets {@code [batch, k]}. Output {@code [batch, 1]}. dm = dl w (m - y) / v, dv = dl w/2 (1 - (y - m)^2 / v) /
 * v.
 *
 * @param beta from 0 to 1; 0 is the plain likelihood
 */
public record GaussianNllLoss(float beta) implements Operation {
    @Override
    public Shape shape(InputShapes arguments) {
        arguments.requireCount(2).requireBatch(1);
        arguments.requireBatchOf(0, 2 * arguments.shape(1).columns());
        return Shape.batchOf(1);
    }

    @Override
    public boolean isDifferentiable(int input) {
        return input == 0;
    }

    @Override
    public List<Workspace> workspaces(List<Shape> inputs, int rows, Mode mode) {
        int columns = inputs.get(0).columns();
        return List.of(Workspace.forward(rows, columns), Workspace.saved(rows, columns));
    }

    @Override
    public void forward(Frame frame) {
        Matrix predicted = frame.input(0);
        Matrix logarithms = frame.workspace(0);
        Matrix weights = frame.workspace(1);
        Elementwise.log(logarithms, predicted);
        if (beta == 0) {
            Elementwise.fill(weights, 1f);
        } else {
            Elementwise.scale(weights, logarithms, beta);
            Elementwise.exp(weights, weights);
        }
        GaussianLikelihood.losses(frame.output(), predicted, logarithms, weights, frame.input(1));
    }

    @Override
    public void backward(Frame frame) {
        GaussianLikelihood.gradients(
                frame.gradient(0), frame.outputGradient(), frame.input(0), frame.workspace(1), frame.input(1));
    }
}
