package io.credence.kernels.random;

import io.credence.kernels.simd.Matrix;

/** Standard normal draws that are a function of where they are used: of (key, row key, draw, unit). */
public final class Noise {
    private static final double TWO_TO_MINUS_32 = 0x1p-32;

    private Noise() {}

    /**
     * Draws for units of rows: unit u takes word u mod 4 of the Philox block whose counter is (row key, draw, u / 4).
     *
     * @param noise receives the draws {@code [rows, units]}
     * @param key of the seed and the layer
     * @param rowKeys a key for each row
     * @param draw the training step, or the number of the pass at inference
     * @param block four words of scratch
     */
    public static void fill(Matrix noise, long key, long[] rowKeys, int draw, int[] block) {
        for (int row = 0; row < noise.rows(); row++) {
            fillRow(noise, row, key, rowKeys[row], draw, block);
        }
    }

    /** As {@link #fill(Matrix, long, long[], int, int[])}, with each row's index as its key. */
    public static void fill(Matrix noise, long key, int draw, int[] block) {
        for (int row = 0; row < noise.rows(); row++) {
            fillRow(noise, row, key, row, draw, block);
        }
    }

    private static void fillRow(Matrix noise, int row, long key, long rowKey, int draw, int[] block) {
        int first = noise.row(row);
        for (int unit = 0; unit < noise.columns(); unit++) {
            int word = unit % Philox.WORDS;
            if (word == 0) {
                Philox.block(key, rowKey, Integer.toUnsignedLong(draw) | (long) (unit / Philox.WORDS) << 32, block);
            }
            double uniform = (Integer.toUnsignedLong(block[word]) + 0.5) * TWO_TO_MINUS_32;
            noise.data()[first + unit] = (float) InverseNormal.quantile(uniform);
        }
    }
}
