package io.credence.kernels.autograd;

/**
 * The shape of a node's value. A value has either one row for each row of the batch, or a fixed number of rows
 * (parameters and scalars). A row may be an image, stored by height, then width, then channel.
 *
 * @param rows the number of rows, or {@link #BATCH}
 * @param height height of an image, otherwise 1
 * @param width width of an image, otherwise 1
 * @param channels values per pixel of an image, otherwise the number of columns
 */
public record Shape(int rows, int height, int width, int channels) {
    /** A placeholder for the number of rows of the batch, which is set when a plan is compiled. */
    public static final int BATCH = -1;

    /** @throws IllegalArgumentException if a size is below 1 */
    public Shape {
        if ((rows < 1 && rows != BATCH) || height < 1 || width < 1 || channels < 1) {
            throw new IllegalArgumentException("shape is " + rows + " x (" + height + " x " + width + " x " + channels
                    + "); every size must be at least 1");
        }
        Math.multiplyExact(Math.multiplyExact(height, width), channels);
    }

    /** Returns {@code [batch, columns]}. */
    public static Shape batchOf(int columns) {
        return new Shape(BATCH, 1, 1, columns);
    }

    /** Returns {@code [batch, height * width * channels]}. */
    public static Shape batchOfImages(int height, int width, int channels) {
        return new Shape(BATCH, height, width, channels);
    }

    /** Returns {@code [rows, columns]}, independent of the batch. */
    public static Shape fixed(int rows, int columns) {
        return new Shape(rows, 1, 1, columns);
    }

    /** Returns the number of values in a row. */
    public int columns() {
        return height * width * channels;
    }

    /** Returns whether the value has one row for each row of the batch. */
    public boolean isBatch() {
        return rows == BATCH;
    }

    /** Returns the number of rows of the value for a batch of {@code batch} rows. */
    public int rowsIn(int batch) {
        return isBatch() ? batch : rows;
    }

    @Override
    public String toString() {
        String row = height == 1 && width == 1 ? Integer.toString(channels) : height + " x " + width + " x " + channels;
        return "[" + (isBatch() ? "batch" : Integer.toString(rows)) + ", " + row + "]";
    }
}
