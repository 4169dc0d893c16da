package io.credence.kernels.simd.reduction;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.VectorModule;
import io.credence.kernels.simd.Views;
import io.credence.kernels.simd.elementwise.Elementwise;

/**
 * Sums and counts in a fixed order. A run of floats is summed in 16 virtual lanes, element i in lane i mod 16. The
 * lanes are then added pairwise, halves first: lane l and l + 8, then l + 4, l + 2, l + 1. The elements after the last
 * whole block of 16 follow one by one. Machines with narrower vectors keep the same 16 lanes in several vectors, so a
 * sum has the same bits at every width.
 */
public final class Reductions {
    static {
        VectorModule.require();
    }

    /** Chunks of this many elements are summed in float, and the sums of chunks in double. */
    private static final int CHUNK = 4096;

    private Reductions() {}

    /** out [rows, 1] = the sum of each row of a [rows, columns]. */
    public static void rowSums(Matrix out, Matrix a) {
        Views.require("the sums", out, a.rows(), 1);
        for (int r = 0; r < a.rows(); r++) {
            out.data()[out.row(r)] = ReductionLoops.runSum(a.data(), a.row(r), a.columns());
        }
    }

    /** out [rows, 1] = the dot product of each row of a with the same row of b, both [rows, columns]. */
    public static void rowDots(Matrix out, Matrix a, Matrix b) {
        Views.requireSameShape(a, b);
        Views.require("the products", out, a.rows(), 1);
        for (int r = 0; r < a.rows(); r++) {
            out.data()[out.row(r)] = ReductionLoops.runDot(a.data(), a.row(r), b.data(), b.row(r), a.columns());
        }
    }

    /** Returns the dot product of {@code length} elements of each array, in the order of {@link #rowDots}. */
    public static float dot(float[] a, int aIndex, float[] b, int bIndex, int length) {
        return ReductionLoops.runDot(a, aIndex, b, bIndex, length);
    }

    /**
     * out [1, columns] = the sum of each column of a [rows, columns], from the first row to the last. With
     * {@code accumulate} the sums start at the elements of out, otherwise at 0.
     */
    public static void columnSums(Matrix out, Matrix a, boolean accumulate) {
        Views.require("the sums", out, 1, a.columns());
        if (!accumulate) {
            Elementwise.fill(out, 0f);
        }
        ColumnSums.add(out.data(), out.offset(), a);
    }

    /** Returns the sum of array[from, to) for any length: chunks of 4096 in float, their sums in double. */
    public static double sum(float[] array, int from, int to) {
        double sum = 0;
        int length;
        for (int i = from; i < to; i += length) {
            length = Math.min(CHUNK, to - i);
            sum += ReductionLoops.runSum(array, i, length);
        }
        return sum;
    }

    /**
     * Returns the sum of the squares of array[from, to), such as the square of a gradient's norm: chunks of 4096 in
     * float, their sums in double. A chunk whose sum exceeds the range of float is summed in double.
     */
    public static double sumOfSquares(float[] array, int from, int to) {
        double sum = 0;
        int length;
        for (int i = from; i < to; i += length) {
            length = Math.min(CHUNK, to - i);
            float squares = ReductionLoops.runDot(array, i, array, i, length);
            sum += squares == Float.POSITIVE_INFINITY ? largeSquares(array, i, length) : squares;
        }
        return sum;
    }

    private static double largeSquares(float[] array, int from, int length) {
        double sum = 0;
        for (int i = from; i < from + length; i++) {
            sum += (double) array[i] * array[i];
        }
        return sum;
    }

    /** Returns the number of elements of a that are exactly 0, such as the outputs of dead units. */
    public static int countZeros(Matrix a) {
        int zeros = 0;
        for (int r = 0; r < a.rows(); r++) {
            for (int i = a.row(r), end = i + a.columns(); i < end; i++) {
                zeros += a.data()[i] == 0f ? 1 : 0;
            }
        }
        return zeros;
    }
}
