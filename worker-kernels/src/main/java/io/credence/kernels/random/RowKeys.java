package io.credence.kernels.random;

import io.credence.kernels.simd.Matrix;

/**
 * 64-bit keys of rows, hashed from their encoded features. Random draws for a row (dropout, weight noise) use the row's
 * key, so they depend on neither the row's position in a batch nor its partition.
 */
public final class RowKeys {
    private static final long START = 0x9E3779B97F4A7C15L;
    private static final long MULTIPLIER = 0xD6E8FEB86659FD93L;

    private RowKeys() {}

    /**
     * Returns the key of one row. Equal values give equal keys; 0 and -0 are equal, and so are all NaNs.
     *
     * @param values the array that contains the row
     * @param offset the index of the row's first value
     * @param length the number of features
     */
    public static long of(float[] values, int offset, int length) {
        long hash = START ^ length;
        for (int i = offset; i < offset + length; i++) {
            hash = (hash ^ Float.floatToIntBits(values[i] + 0f)) * MULTIPLIER;
            hash ^= hash >>> 32;
        }
        hash *= MULTIPLIER;
        return hash ^ (hash >>> 29);
    }

    /**
     * Computes the keys of all rows of a matrix.
     *
     * @param rows {@code [rows, features]}
     * @param keys receives one key per row
     */
    public static void of(Matrix rows, long[] keys) {
        for (int row = 0; row < rows.rows(); row++) {
            keys[row] = of(rows.data(), rows.offset() + row * rows.stride(), rows.columns());
        }
    }
}
