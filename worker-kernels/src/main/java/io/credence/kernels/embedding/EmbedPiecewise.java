package io.credence.kernels.embedding;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Mode;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.autograd.Workspace;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Elementwise;
import io.credence.kernels.simd.reduction.Reductions;
import java.util.List;

/**
 * Piecewise-linear embeddings of numbers beside a linear term (Gorishniy et al. 2022; the version of TabM, Gorishniy
 * et al. 2025). A number x whose column has the edges t_0 to t_n becomes y = b + x w + e_1(x) v_1 + ... + e_n(x) v_n,
 * vectors of {@code width} values, with e_i(x) = (x - t_(i-1)) / (t_i - t_(i-1)), limited to [0, 1]; but the first is
 * unlimited below and the last above. Other columns are copied.
 *
 * <p>Inputs: x {@code [batch, n]}; the linear weights w {@code [columns, width]}; the weights v of all bins {@code
 * [bins, width]}, column by column; the biases b {@code [columns, width]}. Output {@code [batch, n + columns (width -
 * 1)]}: each column is replaced in place by its embedding.
 *
 * <p>Between two edges y is a line. So forward computes y once at every edge, where it is a running sum of the weights,
 * and then interpolates between two edges for each number. Backward does the same in reverse: it divides each number's
 * gradient between two edges, and then sums the gradients of the edges from the last to the first. The cost for each
 * number does not depend on the number of bins.
 *
 * @param columns the columns that are embedded
 * @param edges the edges of the bins of each
 */
public record EmbedPiecewise(NumericColumns columns, BinEdges edges) implements Operation {
    private static final int LINEAR = 1;
    private static final int BINS = 2;
    private static final int BIAS = 3;

    /** y at every edge, {@code [edges, width]}. */
    private static final int TABLE = 0;

    /** The edge at which the bin of a number begins, {@code [batch, columns]}. */
    private static final int LEFT = 1;

    /** The position of a number in its bin, {@code [batch, columns]}; from 0 to 1, except outside of all edges. */
    private static final int FRACTION = 2;

    /** The gradient of the table. */
    private static final int TABLE_GRADIENT = 3;

    /** @throws IllegalArgumentException if the numbers of columns differ */
    public EmbedPiecewise {
        if (columns.count() != edges.columns()) {
            throw new IllegalArgumentException(edges.columns() + " columns have edges of bins; it must be all "
                    + columns.count() + " numeric columns");
        }
    }

    @Override
    public Shape shape(InputShapes arguments) {
        Shape linear = arguments.requireCount(4).shape(LINEAR);
        columns.requireIn(arguments, 0);
        arguments.requireFixed(LINEAR, columns.count(), linear.columns());
        arguments.requireFixed(BINS, edges.bins(), linear.columns());
        arguments.requireSame(BIAS, LINEAR);
        return Shape.batchOf(columns.outputs(arguments.shape(0).columns(), linear.columns()));
    }

    @Override
    public boolean keepsInput(int input) {
        return input != 0 && input != BIAS;
    }

    @Override
    public List<Workspace> workspaces(List<Shape> inputs, int rows, Mode mode) {
        int width = inputs.get(LINEAR).columns();
        return List.of(
                Workspace.forward(edges.count(), width),
                Workspace.saved(rows, columns.count()),
                Workspace.saved(rows, columns.count()),
                Workspace.backward(edges.count(), width));
    }

    @Override
    public void forward(Frame frame) {
        Matrix x = frame.input(0);
        Matrix y = frame.output();
        Matrix table = frame.workspace(TABLE);
        Matrix lefts = frame.workspace(LEFT);
        Matrix fractions = frame.workspace(FRACTION);
        int width = table.columns();
        tabulate(frame);
        columns.copyForward(y, x, width);
        for (int row = 0; row < x.rows(); row++) {
            for (int column = 0; column < columns.count(); column++) {
                float number = x.data()[x.row(row) + columns.input(column)];
                int left = edges.find(column, number);
                float fraction = (number - edges.at(left)) / edges.width(left);
                lefts.data()[lefts.row(row) + column] = left;
                fractions.data()[fractions.row(row) + column] = fraction;
                int to = y.row(row) + columns.output(column, width);
                Elementwise.interpolate(
                        y.data(), to, table.data(), table.row(left), table.row(left + 1), fraction, width);
            }
        }
    }

    /** Computes y at every edge. */
    private void tabulate(Frame frame) {
        Matrix table = frame.workspace(TABLE);
        Matrix linear = frame.input(LINEAR);
        Matrix bins = frame.input(BINS);
        Matrix bias = frame.input(BIAS);
        float[] y = table.data();
        int width = table.columns();
        for (int column = 0; column < columns.count(); column++) {
            int first = edges.first(column);
            int w = linear.row(column);
            System.arraycopy(bias.data(), bias.row(column), y, table.row(first), width);
            Elementwise.addScaled(y, table.row(first), linear.data(), w, edges.at(first), width);
            for (int left = first; left < edges.last(column); left++) {
                int right = table.row(left + 1);
                Elementwise.add(y, right, y, table.row(left), bins.data(), bins.row(left - column), width);
                Elementwise.addScaled(y, right, linear.data(), w, edges.width(left), width);
            }
        }
    }

    @Override
    public void backward(Frame frame) {
        distribute(frame);
        sumFromTheLastEdge(frame);
        if (frame.gradient(LINEAR) != null) {
            linearGradient(frame);
        }
        if (frame.gradient(BINS) != null) {
            copyRows(frame, BINS, 1);
        }
        if (frame.gradient(BIAS) != null) {
            copyRows(frame, BIAS, 0);
        }
        if (frame.gradient(0) != null) {
            inputGradient(frame);
        }
    }

    /** Divides the gradient of each number's embedding between the two edges of its bin. */
    private void distribute(Frame frame) {
        Matrix gradient = frame.outputGradient();
        Matrix table = frame.workspace(TABLE_GRADIENT);
        Matrix lefts = frame.workspace(LEFT);
        Matrix fractions = frame.workspace(FRACTION);
        int width = table.columns();
        Elementwise.fill(table, 0f);
        for (int row = 0; row < gradient.rows(); row++) {
            for (int column = 0; column < columns.count(); column++) {
                int left = (int) lefts.data()[lefts.row(row) + column];
                float fraction = fractions.data()[fractions.row(row) + column];
                int from = gradient.row(row) + columns.output(column, width);
                float[] sums = table.data();
                Elementwise.addScaled(sums, table.row(left), gradient.data(), from, 1 - fraction, width);
                Elementwise.addScaled(sums, table.row(left + 1), gradient.data(), from, fraction, width);
            }
        }
    }

    /** Replaces the gradient of y at each edge with its sum over this and all later edges of the column. */
    private void sumFromTheLastEdge(Frame frame) {
        Matrix table = frame.workspace(TABLE_GRADIENT);
        float[] sums = table.data();
        for (int column = 0; column < columns.count(); column++) {
            for (int edge = edges.last(column) - 1; edge >= edges.first(column); edge--) {
                int at = table.row(edge);
                Elementwise.add(sums, at, sums, at, sums, table.row(edge + 1), table.columns());
            }
        }
    }

    /** A linear weight contributes to y at the first edge as often as that edge's number, then with every width. */
    private void linearGradient(Frame frame) {
        Matrix sums = frame.workspace(TABLE_GRADIENT);
        Matrix linear = frame.gradient(LINEAR);
        int width = sums.columns();
        Elementwise.fill(linear, 0f);
        for (int column = 0; column < columns.count(); column++) {
            int first = edges.first(column);
            int to = linear.row(column);
            Elementwise.addScaled(linear.data(), to, sums.data(), sums.row(first), edges.at(first), width);
            for (int left = first; left < edges.last(column); left++) {
                int right = sums.row(left + 1);
                Elementwise.addScaled(linear.data(), to, sums.data(), right, edges.width(left), width);
            }
        }
    }

    /**
     * Copies the sums at a column's edges to the gradient of one row for each bin, {@code offset} 1, or of one row for
     * the column, {@code offset} 0: the weights of a bin contribute to y at all edges after the bin, the bias at all.
     */
    private void copyRows(Frame frame, int input, int offset) {
        Matrix sums = frame.workspace(TABLE_GRADIENT);
        Matrix gradient = frame.gradient(input);
        int row = 0;
        for (int column = 0; column < columns.count(); column++) {
            int end = offset == 0 ? edges.first(column) + 1 : edges.last(column) + 1;
            for (int edge = edges.first(column) + offset; edge < end; edge++) {
                System.arraycopy(sums.data(), sums.row(edge), gradient.data(), gradient.row(row++), sums.columns());
            }
        }
    }

    private void inputGradient(Frame frame) {
        Matrix gradient = frame.outputGradient();
        Matrix to = frame.gradient(0);
        Matrix linear = frame.input(LINEAR);
        Matrix bins = frame.input(BINS);
        Matrix lefts = frame.workspace(LEFT);
        int width = linear.columns();
        columns.copyBackward(to, gradient, width);
        for (int row = 0; row < to.rows(); row++) {
            for (int column = 0; column < columns.count(); column++) {
                int left = (int) lefts.data()[lefts.row(row) + column];
                int from = gradient.row(row) + columns.output(column, width);
                float slope = Reductions.dot(gradient.data(), from, bins.data(), bins.row(left - column), width);
                to.data()[to.row(row) + columns.input(column)] = slope / edges.width(left)
                        + Reductions.dot(gradient.data(), from, linear.data(), linear.row(column), width);
            }
        }
    }
}
