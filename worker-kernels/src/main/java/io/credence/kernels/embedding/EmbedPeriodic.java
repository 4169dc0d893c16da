package io.credence.kernels.embedding;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Mode;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.autograd.Workspace;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Elementwise;
import io.credence.kernels.simd.elementwise.Waves;
import io.credence.kernels.simd.reduction.Reductions;
import java.util.List;

/**
 * Periodic embeddings of numbers beside the number itself, the PBLD embeddings of RealMLP (Holzmueller et al. 2024): a
 * number x becomes (x, b + V c) with the waves c_k = cos(2 pi f_k x + p_k). Frequencies f, phases p, weights V and
 * biases b are trained, for each column its own. Other columns are copied.
 *
 * <p>Inputs: x {@code [batch, n]}; f and p {@code [columns, waves]}; V {@code [columns * outputs, waves]}, the rows of
 * a column together; b {@code [columns, outputs]}. Output {@code [batch, n + columns * outputs]}: each column is
 * followed by its outputs.
 *
 * <p>The waves of all numbers are one matrix {@code [batch, columns * waves]}, so that their cosines, and in backward
 * their sines, are computed in long vectors. With dc = V^T dy and the angle's gradient da = -sin(angle) dc: dV = dy
 * c^T, db = dy, dp = da, df = 2 pi x da, dx = 2 pi f da + its copy's gradient.
 *
 * @param columns the columns that are embedded
 */
public record EmbedPeriodic(NumericColumns columns) implements Operation {
    private static final float TWO_PI = (float) (2 * Math.PI);

    /** sin(a) = cos(a - 1/4 turn). */
    private static final float SINE = -0.25f;

    private static final int FREQUENCIES = 1;
    private static final int PHASES = 2;
    private static final int WEIGHTS = 3;
    private static final int BIAS = 4;

    /** The phases in turns, {@code [columns, waves]}. */
    private static final int TURNS = 0;

    /** The angles in turns, {@code [batch, columns * waves]}. */
    private static final int ANGLES = 1;

    /** Their cosines. */
    private static final int COSINES = 2;

    /** The gradients of the angles. */
    private static final int ANGLE_GRADIENTS = 3;

    @Override
    public Shape shape(InputShapes arguments) {
        int waves = arguments.requireCount(5).shape(FREQUENCIES).columns();
        int outputs = arguments.shape(BIAS).columns();
        columns.requireIn(arguments, 0);
        arguments.requireFixed(FREQUENCIES, columns.count(), waves);
        arguments.requireSame(PHASES, FREQUENCIES);
        arguments.requireFixed(WEIGHTS, columns.count() * outputs, waves);
        arguments.requireFixed(BIAS, columns.count(), outputs);
        return Shape.batchOf(columns.outputs(arguments.shape(0).columns(), 1 + outputs));
    }

    @Override
    public boolean keepsInput(int input) {
        return input == 0 || input == FREQUENCIES || input == WEIGHTS;
    }

    @Override
    public List<Workspace> workspaces(List<Shape> inputs, int rows, Mode mode) {
        int waves = inputs.get(FREQUENCIES).columns();
        int all = columns.count() * waves;
        return List.of(
                Workspace.forward(columns.count(), waves),
                Workspace.saved(rows, all),
                Workspace.saved(rows, all),
                Workspace.backward(rows, all));
    }

    @Override
    public void forward(Frame frame) {
        Matrix x = frame.input(0);
        Matrix y = frame.output();
        Matrix bias = frame.input(BIAS);
        Matrix weights = frame.input(WEIGHTS);
        Matrix cosines = frame.workspace(COSINES);
        int outputs = bias.columns();
        int waves = weights.columns();
        angles(frame);
        Waves.cosine(cosines, frame.workspace(ANGLES), 0f);
        columns.copyForward(y, x, 1 + outputs);
        for (int row = 0; row < x.rows(); row++) {
            for (int column = 0; column < columns.count(); column++) {
                int to = y.row(row) + columns.output(column, 1 + outputs);
                int from = cosines.row(row) + column * waves;
                y.data()[to] = x.data()[x.row(row) + columns.input(column)];
                for (int i = 0; i < outputs; i++) {
                    int weight = weights.row(column * outputs + i);
                    y.data()[to + 1 + i] = bias.data()[bias.row(column) + i]
                            + Reductions.dot(cosines.data(), from, weights.data(), weight, waves);
                }
            }
        }
    }

    private void angles(Frame frame) {
        Matrix x = frame.input(0);
        Matrix frequencies = frame.input(FREQUENCIES);
        Matrix turns = frame.workspace(TURNS);
        Matrix angles = frame.workspace(ANGLES);
        int waves = turns.columns();
        Elementwise.scale(turns, frame.input(PHASES), 1 / TWO_PI);
        for (int row = 0; row < x.rows(); row++) {
            for (int column = 0; column < columns.count(); column++) {
                float number = x.data()[x.row(row) + columns.input(column)];
                int to = angles.row(row) + column * waves;
                System.arraycopy(turns.data(), turns.row(column), angles.data(), to, waves);
                Elementwise.addScaled(angles.data(), to, frequencies.data(), frequencies.row(column), number, waves);
            }
        }
    }

    @Override
    public void backward(Frame frame) {
        if (frame.gradient(BIAS) != null) {
            biasGradient(frame);
        }
        if (frame.gradient(WEIGHTS) != null) {
            weightGradient(frame);
        }
        angleGradients(frame);
        if (frame.gradient(PHASES) != null) {
            sumOverRows(frame, PHASES);
        }
        if (frame.gradient(FREQUENCIES) != null) {
            sumOverRows(frame, FREQUENCIES);
        }
        if (frame.gradient(0) != null) {
            inputGradient(frame);
        }
    }

    private void biasGradient(Frame frame) {
        Matrix gradient = frame.outputGradient();
        Matrix bias = frame.gradient(BIAS);
        int outputs = bias.columns();
        Elementwise.fill(bias, 0f);
        for (int row = 0; row < gradient.rows(); row++) {
            for (int column = 0; column < columns.count(); column++) {
                int from = gradient.row(row) + columns.output(column, 1 + outputs) + 1;
                int to = bias.row(column);
                Elementwise.add(bias.data(), to, bias.data(), to, gradient.data(), from, outputs);
            }
        }
    }

    private void weightGradient(Frame frame) {
        Matrix gradient = frame.outputGradient();
        Matrix weights = frame.gradient(WEIGHTS);
        Matrix cosines = frame.workspace(COSINES);
        int waves = weights.columns();
        int outputs = weights.rows() / columns.count();
        Elementwise.fill(weights, 0f);
        for (int row = 0; row < gradient.rows(); row++) {
            for (int column = 0; column < columns.count(); column++) {
                int from = gradient.row(row) + columns.output(column, 1 + outputs) + 1;
                int cosine = cosines.row(row) + column * waves;
                for (int i = 0; i < outputs; i++) {
                    int weight = weights.row(column * outputs + i);
                    float factor = gradient.data()[from + i];
                    Elementwise.addScaled(weights.data(), weight, cosines.data(), cosine, factor, waves);
                }
            }
        }
    }

    private void angleGradients(Frame frame) {
        Matrix gradient = frame.outputGradient();
        Matrix weights = frame.input(WEIGHTS);
        Matrix angles = frame.workspace(ANGLES);
        Matrix sums = frame.workspace(ANGLE_GRADIENTS);
        int waves = weights.columns();
        int outputs = weights.rows() / columns.count();
        Elementwise.fill(sums, 0f);
        for (int row = 0; row < gradient.rows(); row++) {
            for (int column = 0; column < columns.count(); column++) {
                int from = gradient.row(row) + columns.output(column, 1 + outputs) + 1;
                int to = sums.row(row) + column * waves;
                for (int i = 0; i < outputs; i++) {
                    int weight = weights.row(column * outputs + i);
                    float factor = -gradient.data()[from + i];
                    Elementwise.addScaled(sums.data(), to, weights.data(), weight, factor, waves);
                }
            }
        }
        Waves.cosine(angles, angles, SINE);
        Elementwise.multiply(sums, sums, angles);
    }

    /** Sums the gradients of the angles over the rows; for frequencies, each times 2 pi x. */
    private void sumOverRows(Frame frame, int input) {
        Matrix x = frame.input(0);
        Matrix angles = frame.workspace(ANGLE_GRADIENTS);
        Matrix total = frame.gradient(input);
        int waves = total.columns();
        Elementwise.fill(total, 0f);
        for (int row = 0; row < x.rows(); row++) {
            for (int column = 0; column < columns.count(); column++) {
                float factor = input == PHASES ? 1f : TWO_PI * x.data()[x.row(row) + columns.input(column)];
                int from = angles.row(row) + column * waves;
                Elementwise.addScaled(total.data(), total.row(column), angles.data(), from, factor, waves);
            }
        }
    }

    private void inputGradient(Frame frame) {
        Matrix gradient = frame.outputGradient();
        Matrix to = frame.gradient(0);
        Matrix angles = frame.workspace(ANGLE_GRADIENTS);
        Matrix frequencies = frame.input(FREQUENCIES);
        int waves = frequencies.columns();
        int width = 1 + frame.input(WEIGHTS).rows() / columns.count();
        columns.copyBackward(to, gradient, width);
        for (int row = 0; row < to.rows(); row++) {
            for (int column = 0; column < columns.count(); column++) {
                int from = angles.row(row) + column * waves;
                to.data()[to.row(row) + columns.input(column)] = gradient.data()[
                                gradient.row(row) + columns.output(column, width)]
                        + TWO_PI
                                * Reductions.dot(
                                        angles.data(), from, frequencies.data(), frequencies.row(column), waves);
            }
        }
    }
}
