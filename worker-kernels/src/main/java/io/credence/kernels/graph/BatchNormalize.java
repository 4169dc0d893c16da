package io.credence.kernels.graph;

import io.credence.kernels.simd.BatchNormalization;
import io.credence.kernels.simd.Elementwise;
import io.credence.kernels.simd.Matrix;
import java.util.List;

/**
 * Batch normalisation (Ioffe and Szegedy 2015): y = gain (x - mean) / sqrt(variance + epsilon) + bias, by columns. In training the
 * statistics are the batch's and take part in the gradient; at inference they are the running ones, so a batch of one works. Inputs: x
 * {@code [batch, n]}, gain, bias, running mean, running variance, each {@code [1, n]}. An image is normalised per channel over all of
 * its pixels.
 *
 * <p>Training does not touch the running statistics: it writes the batch's statistics to where a parameter's gradient would go, so that
 * the slices of a batch share them as they share gradients, and the optimiser's step takes them in.
 *
 * @param epsilon keeps the root away from 0
 */
public record BatchNormalize(float epsilon) implements Operation {
    private static final int MEAN = 0;
    private static final int SCALE = 1;
    private static final int VARIANCE = 2;
    private static final int GAIN_GRADIENT = 3;
    private static final int BIAS_GRADIENT = 4;

    @Override
    public Shape shape(Arguments arguments) {
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
                Workspace.saved(1, channels),
                Workspace.forward(1, channels),
                Workspace.backward(1, channels),
                Workspace.backward(1, channels));
    }

    @Override
    public void forward(Frame frame) {
        Matrix x = frame.inputPixels(0);
        Matrix mean = frame.workspace(MEAN);
        Matrix scale = frame.workspace(SCALE);
        if (frame.mode() == Mode.TRAINING) {
            Matrix variance = frame.workspace(VARIANCE);
            BatchNormalization.moments(mean, variance, x);
            BatchNormalization.scale(scale, variance, epsilon);
            Elementwise.copy(frame.statistic(3), mean);
            Elementwise.copy(frame.statistic(4), variance);
        } else {
            Elementwise.copy(mean, frame.input(3));
            BatchNormalization.scale(scale, frame.input(4), epsilon);
        }
        BatchNormalization.forward(frame.outputPixels(), x, mean, scale, frame.input(1), frame.input(2));
    }

    @Override
    public void backward(Frame frame) {
        Matrix x = frame.inputPixels(0);
        Matrix dy = frame.outputGradientPixels();
        Matrix gainGradient = frame.workspace(GAIN_GRADIENT);
        Matrix biasGradient = frame.workspace(BIAS_GRADIENT);
        Matrix mean = frame.workspace(MEAN);
        Matrix scale = frame.workspace(SCALE);
        BatchNormalization.sums(gainGradient, biasGradient, dy, x, mean, scale);
        if (frame.gradient(1) != null) {
            Elementwise.copy(frame.gradient(1), gainGradient);
        }
        if (frame.gradient(2) != null) {
            Elementwise.copy(frame.gradient(2), biasGradient);
        }
        if (frame.gradient(0) != null) {
            float share = 1f / x.rows();
            Elementwise.scale(gainGradient, gainGradient, share);
            Elementwise.scale(biasGradient, biasGradient, share);
            BatchNormalization.backward(
                    frame.gradientPixels(0), dy, x, mean, scale, frame.input(1), gainGradient, biasGradient, false);
        }
    }
}
