package io.credence.kernels.loss;

import io.credence.kernels.simd.Matrix;

/** The class indices of a batch's rows, stored in a matrix {@code [batch, 1]}. */
final class Labels {
    private Labels() {}

    /**
     * Returns the class of a row.
     *
     * @throws IllegalArgumentException if it is not an integer from 0 to {@code classes - 1}
     */
    static int of(Matrix labels, int row, int classes) {
        float value = labels.data()[labels.row(row)];
        int label = (int) value;
        if (label != value || label < 0 || label >= classes) {
            throw new IllegalArgumentException("label of row " + row + " of the batch is " + value
                    + "; it must be an integer from 0 to " + (classes - 1));
        }
        return label;
    }

    /**
     * Adds a value to one element of each row of {@code to} {@code [batch, classes]}: the element at the row's class.
     */
    static void add(Matrix to, Matrix labels, float value) {
        for (int row = 0; row < to.rows(); row++) {
            to.data()[to.row(row) + of(labels, row, to.columns())] += value;
        }
    }
}
