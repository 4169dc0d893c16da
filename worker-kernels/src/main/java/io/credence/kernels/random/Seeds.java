package io.credence.kernels.random;

/** Seeds derived from seeds, so that one number determines a whole training. */
public final class Seeds {
    private Seeds() {}

    /**
     * The seed of one member of an ensemble.
     *
     * @param ensembleSeed the ensemble's seed
     * @param member the member's index, from 0
     * @param attempt how often this member has been started afresh after it diverged, from 0
     */
    public static long memberSeed(long ensembleSeed, int member, int attempt) {
        return derive(ensembleSeed, Purpose.MEMBER, ((long) member << 32) | (attempt & 0xFFFFFFFFL));
    }

    /**
     * An independent seed for one use of a purpose.
     *
     * @param seed the seed to derive from
     * @param purpose what it is for
     * @param index which of the purpose's uses, such as the index of a layer
     */
    public static long derive(long seed, Purpose purpose, long index) {
        return Philox.hash(seed, index, purpose.ordinal());
    }
}
