package io.credence.kernels.random;

/**
 * The counter-based generator Philox 4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011).
 *
 * <p>While other generators step from state to state, this one is a function: a 64-bit key and a 128-bit counter give
 * 128 random bits. Ten rounds multiply two of the counter's four words by constants, exchange high and low halves, and
 * mix in the key, which itself advances by a Weyl sequence. Any draw can therefore be repeated anywhere, in any order,
 * without passing a state around.
 */
public final class Philox {
    /** The number of words in a block. */
    public static final int WORDS = 4;

    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final long LOW_HALF = 0xFFFFFFFFL;

    private Philox() {}

    /**
     * Computes one block of random words.
     *
     * @param key the 64-bit key
     * @param low the counter's lower 64 bits
     * @param high the counter's upper 64 bits
     * @param block receives the four words
     */
    public static void block(long key, long low, long high, int[] block) {
        int key0 = (int) key;
        int key1 = (int) (key >>> 32);
        int word0 = (int) low;
        int word1 = (int) (low >>> 32);
        int word2 = (int) high;
        int word3 = (int) (high >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (word0 & LOW_HALF);
            long product1 = MULTIPLIER_1 * (word2 & LOW_HALF);
            word0 = (int) (product1 >>> 32) ^ word1 ^ key0;
            word2 = (int) (product0 >>> 32) ^ word3 ^ key1;
            word1 = (int) product1;
            word3 = (int) product0;
            key0 += WEYL_0;
            key1 += WEYL_1;
        }
        block[0] = word0;
        block[1] = word1;
        block[2] = word2;
        block[3] = word3;
    }
}
