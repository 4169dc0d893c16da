package io.credence.kernels.simd;

import java.util.Objects;

/**
 * A row-major view of a matrix inside a larger array: element (i, j) is {@code data[offset + i * stride + j]}. Views
 * are created once, when a plan is compiled, and never inside a step.
 *
 * @param data the array that contains the matrix, usually among other data
 * @param offset the index of element (0, 0)
 * @param rows the number of rows, at least 0
 * @param columns the number of columns, at least 0
 * @param stride the distance between the starts of neighbouring rows, at least {@code columns}
 */
public record Matrix(float[] data, int offset, int rows, int columns, int stride) {
    static {
        VectorModule.require();
    }

    /**
     * @throws IllegalArgumentException if a size is negative or the stride is less than the number of columns
     * @throws IndexOutOfBoundsException if the view exceeds the array
     */
    public Matrix {
        Objects.requireNonNull(data, "data");
        if (rows < 0 || columns < 0 || stride < columns) {
            throw new IllegalArgumentException("a view is " + rows + " x " + columns + " with stride " + stride
                    + "; its sizes must be at least 0 and its stride at least the number of columns");
        }
        long end = rows == 0 ? 0 : (long) (rows - 1) * stride + columns;
        if (offset < 0 || offset + end > data.length) {
            throw new IndexOutOfBoundsException("a view of " + rows + " x " + columns + " with stride " + stride
                    + " at " + offset + " exceeds an array of " + data.length + " elements");
        }
    }

    /** Returns a view without gaps between rows. */
    public static Matrix dense(float[] data, int offset, int rows, int columns) {
        return new Matrix(data, offset, rows, columns, columns);
    }

    /** Returns a new matrix of zeros. */
    public static Matrix zeros(int rows, int columns) {
        return dense(new float[Math.multiplyExact(rows, columns)], 0, rows, columns);
    }

    /** Returns the index in {@link #data} of the first element of row i. */
    public int row(int i) {
        return offset + i * stride;
    }

    /** Returns whether rows follow each other without gaps. */
    public boolean isDense() {
        return stride == columns || rows <= 1;
    }
}
