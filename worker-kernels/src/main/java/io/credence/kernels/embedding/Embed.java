package io.credence.kernels.embedding;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Elementwise;

/**
 * Learned embeddings of categories (Guo and Berkhahn 2016). Inputs: rows {@code [batch, numbers + k]}, each of numbers
 * followed by the indices of k categories; then k tables, {@code [categories, width]} each. Output {@code [batch,
 * numbers + sum of widths]}: the numbers, then for each category its row of the table.
 *
 * <p>The gradient of a table's row is the sum of the gradients of all its uses, in the order of the batch's rows.
 *
 * @param numbers the number of columns that are copied unchanged, at least 0
 */
public record Embed(int numbers) implements Operation {
    @Override
    public Shape shape(InputShapes arguments) {
        int tables = arguments.count() - 1;
        arguments.require(0, numbers >= 0, "[batch, at least " + tables + "]: an index for each table");
        arguments.requireBatchOf(0, numbers + tables);
        int columns = numbers;
        for (int t = 1; t <= tables; t++) {
            arguments.require(t, !arguments.shape(t).isBatch(), "[categories, width], a table");
            columns += arguments.shape(t).columns();
        }
        return Shape.batchOf(columns);
    }

    @Override
    public boolean keepsInput(int input) {
        return input == 0;
    }

    @Override
    public boolean touchesRows(int input) {
        return input > 0;
    }

    @Override
    public void forward(Frame frame) {
        Matrix rows = frame.input(0);
        Matrix out = frame.output();
        int tables = rows.columns() - numbers;
        for (int row = 0; row < rows.rows(); row++) {
            int to = out.row(row);
            System.arraycopy(rows.data(), rows.row(row), out.data(), to, numbers);
            to += numbers;
            for (int t = 0; t < tables; t++) {
                Matrix table = frame.input(t + 1);
                int entry = table.row(category(rows, row, numbers + t, table));
                System.arraycopy(table.data(), entry, out.data(), to, table.columns());
                to += table.columns();
            }
        }
    }

    @Override
    public void backward(Frame frame) {
        Matrix rows = frame.input(0);
        int column = numbers;
        for (int t = 0; t < rows.columns() - numbers; t++) {
            Matrix table = frame.gradient(t + 1);
            if (table != null) {
                frame.clearRows(t + 1);
                addRows(frame, t + 1, column);
            }
            column += frame.input(t + 1).columns();
        }
        if (frame.gradient(0) != null) {
            // Indices are not differentiable: their columns receive 0.
            Elementwise.fill(frame.gradient(0), 0f);
            Elementwise.copyColumns(frame.gradient(0), 0, frame.outputGradient(), 0, numbers);
        }
    }

    private void addRows(Frame frame, int input, int column) {
        Matrix rows = frame.input(0);
        Matrix table = frame.gradient(input);
        Matrix gradient = frame.outputGradient();
        for (int row = 0; row < rows.rows(); row++) {
            int category = category(rows, row, numbers + input - 1, table);
            frame.touchRow(input, category);
            int entry = table.row(category);
            int from = gradient.row(row) + column;
            Elementwise.add(table.data(), entry, table.data(), entry, gradient.data(), from, table.columns());
        }
    }

    private static int category(Matrix rows, int row, int column, Matrix table) {
        float value = rows.data()[rows.row(row) + column];
        int category = (int) value;
        if (category != value || category < 0 || category >= table.rows()) {
            throw new IllegalArgumentException("category in column " + column + " of row " + row + " of the batch is "
                    + value + "; it must be an integer from 0 to " + (table.rows() - 1));
        }
        return category;
    }
}
