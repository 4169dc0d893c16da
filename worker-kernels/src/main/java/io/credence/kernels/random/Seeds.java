package io.credence.kernels.random;

/** Seeds derived from other seeds, so that one number determines a whole training run. */
public final class Seeds {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    /**
     * Returns the seed of one member of an ensemble.
     *
     * @param ensembleSeed the ensemble's seed
     * @param member the member's index, from 0
     * @param attempt how many times this member has been restarted after it diverged
     */
    public static long memberSeed(long ensembleSeed, int member, int attempt) {
        return derive(ensembleSeed, Purpose.MEMBER, ((long) member << 32) | (attempt & 0xFFFFFFFFL));
    }

    /**
     * Returns an independent seed for one use of a purpose.
     *
     * @param seed the seed to derive from
     * @param purpose the purpose of the derived seed
     * @param index the index of the use within its purpose, such as that of a layer
     */
    public static long derive(long seed, Purpose purpose, long index) {
        return mix(mix(seed + (purpose.ordinal() + 1) * GOLDEN) + (index + 1) * GOLDEN);
    }

    /**
     * Applies the finaliser of SplitMix64 (Steele et al. 2014): flipping any bit of the argument flips each bit of the
     * result with probability 1/2.
     */
    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
