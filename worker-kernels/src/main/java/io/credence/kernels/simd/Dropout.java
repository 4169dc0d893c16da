package io.credence.kernels.simd;

/**
 * Inverted dropout (Srivastava et al. 2014) whose mask is a function and not a state: unit u of a row is dropped if
 * the counter-based generator Philox 4x32-10 (Salmon et al. 2011) gives a word below rate 2^32 for the key (seed and
 * layer) and the counter (row key, draw, u / 4), word u mod 4 of the block. A row's mask so depends on what the row holds and not on where it
 * stands, and backward repeats it instead of reading it.
 */
public final class Dropout {
    private static final long WORD = 0xffffffffL;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;

    private Dropout() {}

    /**
     * mask [rows, units] = 0 where a unit is dropped, 1 / (1 - rate) elsewhere.
     *
     * @param key of the seed and the layer
     * @param rowKeys the key of row r stands at rowKeyOffset + r
     * @param draw the training step, or the number of the pass at inference
     * @param rate the share of units dropped, at least 0 and below 1
     */
    public static void mask(Matrix mask, long key, long[] rowKeys, int rowKeyOffset, int draw, float rate) {
        if (!(rate >= 0f && rate < 1f)) {
            throw new IllegalArgumentException("the dropout rate is " + rate + "; it must be at least 0 and below 1");
        }
        long threshold = (long) (rate * 0x1p32);
        float kept = 1f / (1f - rate);
        for (int r = 0; r < mask.rows(); r++) {
            row(mask.data(), mask.row(r), mask.columns(), key, rowKeys[rowKeyOffset + r], draw, threshold, kept);
        }
    }

    private static void row(
            float[] mask, int offset, int units, long key, long rowKey, int draw, long threshold, float kept) {
        for (int u = 0; u < units; u += 4) {
            long c0 = rowKey & WORD;
            long c1 = rowKey >>> 32;
            long c2 = draw & WORD;
            long c3 = u >>> 2;
            int k0 = (int) key;
            int k1 = (int) (key >>> 32);
            for (int round = 0; round < ROUNDS; round++) {
                long p0 = MULTIPLIER_0 * c0;
                long p1 = MULTIPLIER_1 * c2;
                c0 = (p1 >>> 32) ^ c1 ^ (k0 & WORD);
                c1 = p1 & WORD;
                c2 = (p0 >>> 32) ^ c3 ^ (k1 & WORD);
                c3 = p0 & WORD;
                k0 += WEYL_0;
                k1 += WEYL_1;
            }
            int at = offset + u;
            mask[at] = c0 < threshold ? 0f : kept;
            if (u + 1 < units) {
                mask[at + 1] = c1 < threshold ? 0f : kept;
            }
            if (u + 2 < units) {
                mask[at + 2] = c2 < threshold ? 0f : kept;
            }
            if (u + 3 < units) {
                mask[at + 3] = c3 < threshold ? 0f : kept;
            }
        }
    }
}
