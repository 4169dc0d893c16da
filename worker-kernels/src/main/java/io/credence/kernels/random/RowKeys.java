package io.credence.kernels.random;

import io.credence.kernels.simd.Matrix;

/**
 * 64-bit keys of rows, hashed from the encoded features. Random draws that belong to a row (dropout, weight noise) are keyed by it, so
 * they depend on neither the row's place in a batch nor the partition it came in.
 */
public final class RowKeys {
    private static final long START = 0x9E3779B97F4A7C15L;
    private static final long MULTIPLIER = 0xD6E8FEB86659FD93L;

    private RowKeys() {}

    /**
     * The key of one row. Equal values give equal keys, also 0 and -0, and all NaN.
     *
     * @param values the array that holds the row
     * @param offset where the row begins
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
     * The keys of all rows of a matrix.
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
