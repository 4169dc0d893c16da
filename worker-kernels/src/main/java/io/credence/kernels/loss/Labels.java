package io.credence.kernels.loss;

import io.credence.kernels.simd.Matrix;

/** Classes of rows as numbers in a matrix {@code [batch, 1]}. */
final class Labels {
    private Labels() {}

    /**
     * The class of a row.
     *
     * @throws IllegalArgumentException if it is not a whole number from 0 to {@code classes - 1}
     */
    static int of(Matrix labels, int row, int classes) {
        float value = labels.data()[labels.row(row)];
        int label = (int) value;
        if (label != value || label < 0 || label >= classes) {
            throw new IllegalArgumentException("label of row " + row + " of the batch is " + value
                    + "; it must be a whole number from 0 to " + (classes - 1));
        }
        return label;
    }

    /** Adds a value to the element of each row that stands for its class; to is {@code [batch, classes]}. */
    static void add(Matrix to, Matrix labels, float value) {
        for (int row = 0; row < to.rows(); row++) {
            to.data()[to.row(row) + of(labels, row, to.columns())] += value;
        }
    }
}
