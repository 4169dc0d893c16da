package io.credence.kernels.random;

/**
 * A sequence of random numbers that is a function of (seed, purpose, index). Two streams with the same three values
 * return the same numbers on any machine, and the n-th number can be reached without drawing those before it. Not
 * thread-safe.
 */
public final class RandomStream {
    private static final int PURPOSE_SHIFT = 56;
    private static final double TWO_TO_MINUS_32 = 0x1p-32;

    private final long seed;
    private final long stream;
    private final int[] block = new int[Philox.WORDS];
    private long position;

    /**
     * Creates a stream that starts at its first number.
     *
     * @param seed the seed, such as a member's
     * @param purpose the purpose of the numbers
     * @param index the index of the stream within its purpose, such as an epoch or a layer; at least 0 and below 2^56
     * @throws IllegalArgumentException if the index is out of range
     */
    public RandomStream(long seed, Purpose purpose, long index) {
        if (index < 0 || index >>> PURPOSE_SHIFT != 0) {
            throw new IllegalArgumentException("stream index is " + index + "; it must be at least 0 and below 2^56");
        }
        this.seed = seed;
        this.stream = (long) purpose.ordinal() << PURPOSE_SHIFT | index;
    }

    /** Moves to a 32-bit word of the stream, counted from 0, and returns this. */
    public RandomStream seek(long word) {
        position = word;
        if (word % Philox.WORDS != 0) {
            Philox.block(seed, word / Philox.WORDS, stream, block);
        }
        return this;
    }

    /** Returns 32 random bits. */
    public int nextInt() {
        int word = (int) (position & (Philox.WORDS - 1));
        if (word == 0) {
            Philox.block(seed, position / Philox.WORDS, stream, block);
        }
        position++;
        return block[word];
    }

    /**
     * Returns a uniformly distributed integer that is at least 0 and below {@code bound} (Lemire 2019).
     *
     * @param bound at least 1
     */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound is " + bound + "; it must be at least 1");
        }
        long product = Integer.toUnsignedLong(nextInt()) * bound;
        long threshold = (1L << 32) % bound;
        while ((product & 0xFFFFFFFFL) < threshold) {
            product = Integer.toUnsignedLong(nextInt()) * bound;
        }
        return (int) (product >>> 32);
    }

    /** Returns a uniformly distributed number that is at least 0 and below 1, a multiple of 2^-24. */
    public float nextFloat() {
        return (nextInt() >>> 8) * 0x1p-24f;
    }

    /** Returns a number from the standard normal distribution. */
    public double nextGaussian() {
        return InverseNormal.quantile((Integer.toUnsignedLong(nextInt()) + 0.5) * TWO_TO_MINUS_32);
    }

    /** Returns the numbers 0 to {@code size - 1} in random order; every order is equally likely (Fisher-Yates). */
    public int[] permutation(int size) {
        int[] order = new int[size];
        permute(order);
        return order;
    }

    /** Fills an array with a permutation, like {@link #permutation}. */
    public void permute(int[] order) {
        for (int i = 0; i < order.length; i++) {
            int j = nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
    }
}
