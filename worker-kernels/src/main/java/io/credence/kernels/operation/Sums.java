package io.credence.kernels.operation;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.reduction.Reductions;

/** Sums over all elements of a matrix without gaps, in the order of {@link Reductions}. */
final class Sums {
    private Sums() {}

    /** Returns the sum of the elements. */
    static double of(Matrix matrix) {
        return Reductions.sum(matrix.data(), matrix.offset(), end(matrix));
    }

    /** Returns the sum of the squares of the elements. */
    static double ofSquares(Matrix matrix) {
        return Reductions.sumOfSquares(matrix.data(), matrix.offset(), end(matrix));
    }

    private static int end(Matrix matrix) {
        return matrix.offset() + matrix.rows() * matrix.columns();
    }
}
