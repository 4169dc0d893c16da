package io.credence.kernels.simd;

import java.util.Objects;

/**
 * A row-major view of a matrix inside a larger array: element (i, j) is {@code data[offset + i * stride + j]}. Views are made
 * once, when a plan is laid out, and never inside a step.
 *
 * @param data the array that holds the matrix, and usually much else
 * @param offset where element (0, 0) stands
 * @param rows the number of rows, at least 0
 * @param columns the number of columns, at least 0
 * @param stride the distance between the starts of neighbouring rows, at least {@code columns}
 */
public record Matrix(float[] data, int offset, int rows, int columns, int stride) {
    static {
        VectorModule.require();
    }

    /**
     * @throws IllegalArgumentException if the stride is smaller than a row
     * @throws IndexOutOfBoundsException if the view leaves the array
     */
    public Matrix {
        Objects.requireNonNull(data, "data");
        if (rows < 0 || columns < 0 || stride < columns) {
            throw new IllegalArgumentException(
                    "a view of " + rows + " x " + columns + " with stride " + stride + " is no matrix");
        }
        long end = rows == 0 ? 0 : (long) (rows - 1) * stride + columns;
        if (offset < 0 || offset + end > data.length) {
            throw new IndexOutOfBoundsException("a view of " + rows + " x " + columns + " with stride " + stride
                    + " at " + offset + " leaves an array of " + data.length);
        }
    }

    /** A view without gaps between rows. */
    public static Matrix dense(float[] data, int offset, int rows, int columns) {
        return new Matrix(data, offset, rows, columns, columns);
    }

    /** A new matrix of zeros. */
    public static Matrix zeros(int rows, int columns) {
        return dense(new float[Math.multiplyExact(rows, columns)], 0, rows, columns);
    }

    /** The index in {@link #data} of the first element of a row. */
    public int row(int i) {
        return offset + i * stride;
    }

    /** Whether rows follow each other without a gap. */
    public boolean isDense() {
        return stride == columns || rows <= 1;
    }
}
