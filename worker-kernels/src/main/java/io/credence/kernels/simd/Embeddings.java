package io.credence.kernels.simd;

/** Rows of a table [entries, width], looked up by index. */
public final class Embeddings {
    private Embeddings() {}

    /**
     * Row r of out [rows, width] = row indices[offset + r] of the table.
     *
     * @throws IndexOutOfBoundsException if an index is not in the table
     */
    public static void gather(Matrix out, Matrix table, int[] indices, int offset) {
        Views.require("the result", out, out.rows(), table.columns());
        for (int r = 0; r < out.rows(); r++) {
            int entry = entry(table, indices[offset + r]);
            System.arraycopy(table.data(), table.row(entry), out.data(), out.row(r), out.columns());
        }
    }

    /**
     * Row indices[offset + r] of the table = itself + row r of the gradient [rows, width], first row to last: the derivative
     * of {@link #gather}.
     *
     * @throws IndexOutOfBoundsException if an index is not in the table
     */
    public static void scatterAdd(Matrix table, Matrix gradient, int[] indices, int offset) {
        Views.require("the gradient", gradient, gradient.rows(), table.columns());
        for (int r = 0; r < gradient.rows(); r++) {
            int entry = entry(table, indices[offset + r]);
            Elementwise.add(
                    table.data(),
                    table.row(entry),
                    table.data(),
                    table.row(entry),
                    gradient.data(),
                    gradient.row(r),
                    table.columns());
        }
    }

    private static int entry(Matrix table, int index) {
        if (index < 0 || index >= table.rows()) {
            throw new IndexOutOfBoundsException(
                    "an embedding index is " + index + "; it must be at least 0 and below " + table.rows());
        }
        return index;
    }
}
