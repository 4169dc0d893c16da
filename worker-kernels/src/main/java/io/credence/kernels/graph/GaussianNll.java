package io.credence.kernels.graph;

import io.credence.kernels.simd.Elementwise;
import io.credence.kernels.simd.Matrix;
import java.util.List;

/**
 * Negative log-likelihood of targets under predicted Gaussians (Nix and Weigend 1994): for each target y with mean m and variance v, l =
 * w/2 (log(2 pi v) + (y - m)^2 / v), with the weight w = v^beta held constant (Seitzer et al. 2022); the targets of a row are added up.
 * Inputs: {@code [batch, 2 k]} of means, then variances, as {@link GaussianHead} gives them; targets {@code [batch, k]}. Output {@code
 * [batch, 1]}. dm = dl w (m - y) / v, dv = dl w/2 (1 - (y - m)^2 / v) / v.
 *
 * @param beta 0 for the plain likelihood, up to 1
 */
public record GaussianNll(float beta) implements Operation {
    private static final float LOG_TWO_PI = 1.8378770664093453f;

    @Override
    public Shape shape(Arguments arguments) {
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
        int targets = frame.input(1).columns();
        for (int row = 0; row < predicted.rows(); row++) {
            frame.output().data()[frame.output().offset() + row] =
                    rowLoss(predicted, logarithms, weights, frame.input(1), row, targets);
        }
    }

    private static float rowLoss(
            Matrix predicted, Matrix logarithms, Matrix weights, Matrix target, int row, int targets) {
        float sum = 0;
        for (int t = 0; t < targets; t++) {
            int mean = row * 2 * targets + t;
            int variance = mean + targets;
            float error =
                    predicted.data()[predicted.offset() + mean] - target.data()[target.offset() + row * targets + t];
            float scaled = error * error / predicted.data()[predicted.offset() + variance];
            float logarithm = logarithms.data()[logarithms.offset() + variance];
            sum += weights.data()[weights.offset() + variance] * 0.5f * (LOG_TWO_PI + logarithm + scaled);
        }
        return sum;
    }

    @Override
    public void backward(Frame frame) {
        Matrix predicted = frame.input(0);
        Matrix target = frame.input(1);
        Matrix gradient = frame.gradient(0);
        Matrix weights = frame.workspace(1);
        Matrix seed = frame.outputGradient();
        for (int row = 0; row < predicted.rows(); row++) {
            rowGradient(
                    gradient.data(),
                    gradient.row(row),
                    predicted.data(),
                    predicted.row(row),
                    target.data(),
                    target.row(row),
                    weights.data(),
                    weights.row(row),
                    seed.data()[seed.row(row)],
                    target.columns());
        }
    }

    private static void rowGradient(
            float[] gradient,
            int to,
            float[] predicted,
            int mean,
            float[] target,
            int answer,
            float[] weights,
            int weight,
            float seed,
            int targets) {
        for (int t = 0; t < targets; t++) {
            float inverse = 1 / predicted[mean + targets + t];
            float error = predicted[mean + t] - target[answer + t];
            float slope = seed * weights[weight + targets + t] * inverse;
            gradient[to + t] = slope * error;
            gradient[to + targets + t] = 0.5f * slope * (1 - error * error * inverse);
        }
    }
}
