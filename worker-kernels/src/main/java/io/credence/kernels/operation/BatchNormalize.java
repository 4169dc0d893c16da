package io.credence.kernels.operation;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Mode;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.autograd.SynchronizationPoint;
import io.credence.kernels.autograd.SynchronizationPoint.Combination;
import io.credence.kernels.autograd.SynchronizedOperation;
import io.credence.kernels.autograd.Workspace;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Elementwise;
import io.credence.kernels.simd.reduction.ColumnNormalization;
import java.util.List;

/**
 * Batch normalisation (Ioffe and Szegedy 2015): y = gain (x - mean) / sqrt(variance + epsilon) + bias, by columns.
 * Inputs: x {@code [batch, n]}, then gain, bias, running mean and running variance, each {@code [1, n]}. An image is
 * normalised per channel over all its pixels.
 *
 * <p>In training the statistics are the batch's, and gradients flow through them. With n = (x - mean) / sqrt(variance +
 * epsilon), and all sums and means over the batch: dgain = sum of dy n, dbias = sum of dy, dx = gain / sqrt(variance +
 * epsilon) (dy - mean(dy) - n mean(dy n)). At inference the running statistics are used, so a batch of one row works.
 *
 * <p>Each direction has two halves: the first computes statistics of the frame's own rows, the second uses them. When
 * the slices of a batch synchronise, the executor replaces the statistics between the halves with those of the whole
 * batch (Peng et al. 2018).
 *
 * <p>Training does not write the running statistics. It writes the batch's statistics where their gradients would be,
 * so that the slices of a batch exchange them like gradients, and the optimiser's step averages them. A batch of m
 * values is normalised by the mean of their squared deviations. The running variance receives m / (m - 1) times that
 * mean (section 3.1 of the paper), which estimates the variance of the data for any m. A single value has no variance
 * and leaves the running statistics unchanged.
 *
 * @param epsilon keeps the root away from 0
 * @param wholeBatch whether the statistics are those of the whole batch if its slices are computed separately
 */
public record BatchNormalize(float epsilon, boolean wholeBatch) implements SynchronizedOperation {
    private static final int MEAN = 0;
    private static final int VARIANCE = 1;
    private static final int MEAN_OF_PRODUCT = 2;
    private static final int MEAN_OF_GRADIENT = 3;
    private static final int SCALE = 4;

    private static final SynchronizationPoint FORWARD =
            new SynchronizationPoint(MEAN, VARIANCE, Combination.MEAN_AND_VARIANCE);
    private static final SynchronizationPoint BACKWARD =
            new SynchronizationPoint(MEAN_OF_PRODUCT, MEAN_OF_GRADIENT, Combination.TWO_MEANS);

    @Override
    public Shape shape(InputShapes arguments) {
        Shape x = arguments.requireCount(5).requireBatch(0).shape(0);
        for (int input = 1; input < 5; input++) {
            arguments.requireFixed(input, 1, x.channels());
        }
        return x;
    }

    @Override
    public boolean isDifferentiable(int input) {
        return input < 3;
    }

    @Override
    public boolean keepsInput(int input) {
        return input < 2;
    }

    @Override
    public List<Workspace> workspaces(List<Shape> inputs, int rows, Mode mode) {
        int channels = inputs.get(0).channels();
        return List.of(
                Workspace.saved(1, channels),
                Workspace.forward(1, channels),
                Workspace.backward(1, channels),
                Workspace.backward(1, channels),
                Workspace.saved(1, channels));
    }

    @Override
    public boolean synchronizes(Mode mode) {
        return wholeBatch && mode == Mode.TRAINING;
    }

    @Override
    public SynchronizationPoint forwardPoint() {
        return FORWARD;
    }

    @Override
    public SynchronizationPoint backwardPoint() {
        return BACKWARD;
    }

    @Override
    public void beginForward(Frame frame) {
        Matrix mean = frame.workspace(MEAN);
        Matrix variance = frame.workspace(VARIANCE);
        if (frame.mode() == Mode.TRAINING) {
            ColumnNormalization.moments(mean, variance, frame.inputPixels(0));
        } else {
            Elementwise.copy(mean, frame.input(3));
            Elementwise.copy(variance, frame.input(4));
        }
    }

    @Override
    public void endForward(Frame frame, int rows) {
        Matrix mean = frame.workspace(MEAN);
        Matrix variance = frame.workspace(VARIANCE);
        Matrix scale = frame.workspace(SCALE);
        ColumnNormalization.scale(scale, variance, epsilon);
        if (frame.mode() == Mode.TRAINING) {
            writeStatistics(
                    frame,
                    (double) rows
                            * (frame.inputPixels(0).rows() / frame.input(0).rows()));
        }
        ColumnNormalization.forward(
                frame.outputPixels(), frame.inputPixels(0), mean, scale, frame.input(1), frame.input(2));
    }

    private static void writeStatistics(Frame frame, double values) {
        if (values > 1) {
            Elementwise.copy(frame.statistic(3), frame.workspace(MEAN));
            Elementwise.scale(frame.statistic(4), frame.workspace(VARIANCE), (float) (values / (values - 1)));
        } else {
            Elementwise.copy(frame.statistic(3), frame.input(3));
            Elementwise.copy(frame.statistic(4), frame.input(4));
        }
    }

    @Override
    public void beginBackward(Frame frame) {
        Matrix x = frame.inputPixels(0);
        Matrix product = frame.workspace(MEAN_OF_PRODUCT);
        Matrix gradient = frame.workspace(MEAN_OF_GRADIENT);
        ColumnNormalization.sums(
                product, gradient, frame.outputGradientPixels(), x, frame.workspace(MEAN), frame.workspace(SCALE));
        if (frame.gradient(1) != null) {
            Elementwise.copy(frame.gradient(1), product);
        }
        if (frame.gradient(2) != null) {
            Elementwise.copy(frame.gradient(2), gradient);
        }
        float perPixel = 1f / x.rows();
        Elementwise.scale(product, product, perPixel);
        Elementwise.scale(gradient, gradient, perPixel);
    }

    @Override
    public void endBackward(Frame frame) {
        if (frame.gradient(0) != null) {
            ColumnNormalization.backward(
                    frame.gradientPixels(0),
                    frame.outputGradientPixels(),
                    frame.inputPixels(0),
                    frame.workspace(MEAN),
                    frame.workspace(SCALE),
                    frame.input(1),
                    frame.workspace(MEAN_OF_PRODUCT),
                    frame.workspace(MEAN_OF_GRADIENT));
        }
    }
}
