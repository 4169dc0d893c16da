package io.credence.kernels.autograd;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Elementwise;
import java.util.Arrays;

/**
 * The rows of a table's gradient that may differ from 0. A batch uses few rows of a large table, so clearing these rows
 * and adding them to another gradient costs far less than passing over the table. Beyond a quarter of the rows that is
 * no longer true; then the whole table counts as touched.
 *
 * <p>It allocates nothing after its creation, and serves one thread at a time.
 */
public final class TouchedRows {
    private static final int WORTH_LISTING = 4;

    private final Matrix gradient;
    private final int[] rows;
    /** One bit for each row of the table: whether it is in {@link #rows}. */
    private final long[] marks;

    private int count;
    /** Whether any row may differ from 0; initially, because the matrix may contain anything. */
    private boolean all = true;

    /** @param gradient the gradient of a table, {@code [categories, width]}, without gaps between its rows */
    public TouchedRows(Matrix gradient) {
        this.gradient = gradient;
        this.rows = new int[gradient.rows() / WORTH_LISTING];
        this.marks = new long[(gradient.rows() + Long.SIZE - 1) / Long.SIZE];
    }

    /** Returns the gradient of the table. */
    public Matrix gradient() {
        return gradient;
    }

    /** Sets the whole gradient to 0. */
    public void clear() {
        if (all) {
            Elementwise.fill(gradient, 0f);
        }
        for (int i = 0; i < count; i++) {
            int start = gradient.row(rows[i]);
            Arrays.fill(gradient.data(), start, start + gradient.columns(), 0f);
        }
        forget();
        all = false;
    }

    private void forget() {
        for (int i = 0; i < count; i++) {
            marks[rows[i] / Long.SIZE] = 0;
        }
        count = 0;
    }

    /** Records that a row may no longer be 0. */
    public void touch(int row) {
        long bit = 1L << row;
        if (all || (marks[row / Long.SIZE] & bit) != 0) {
            return;
        }
        if (count == rows.length) {
            touchAll();
            return;
        }
        marks[row / Long.SIZE] |= bit;
        rows[count++] = row;
    }

    /** Records that any row may differ from 0, because someone wrote to the matrix who does not list rows. */
    public void touchAll() {
        forget();
        all = true;
    }

    /** Adds the gradient of another table of the same shape to this one. */
    public void add(TouchedRows other) {
        if (other.all) {
            Elementwise.add(gradient, gradient, other.gradient);
            touchAll();
            return;
        }
        float[] sum = gradient.data();
        for (int i = 0; i < other.count; i++) {
            int row = other.rows[i];
            int at = gradient.row(row);
            Elementwise.add(sum, at, sum, at, other.gradient.data(), other.gradient.row(row), gradient.columns());
            touch(row);
        }
    }
}
