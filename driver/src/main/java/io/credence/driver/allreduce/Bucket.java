package io.credence.driver.allreduce;

/**
 * A bucket under way through the levels: the range that it has at each of them, and how far it is. Step s of 2 L is the halving of level s, or
 * the doubling of level 2 L - 1 - s. Where the partners of the last level swap, its halving leaves nothing to double.
 */
final class Bucket {
    private final int rank;
    private final int levels;
    private final boolean swapsLast;
    private final int[] heldFrom;
    private final int[] heldTo;

    /** The partners' arrays where they are in this process; null where they are not. */
    final float[][] partnerArrays;

    long number;
    float[] array;
    int step;
    boolean given;
    long waitingSince;

    /** @param swapsLast whether the partners of the last level give each other all that they hold, not halves */
    Bucket(int rank, int levels, boolean swapsLast) {
        this.rank = rank;
        this.levels = levels;
        this.swapsLast = swapsLast;
        this.heldFrom = new int[levels + 1];
        this.heldTo = new int[levels + 1];
        this.partnerArrays = new float[levels][];
    }

    /** Begins with another bucket. */
    void start(long number, float[] array, int from, int to) {
        this.number = number;
        this.array = array;
        step = 0;
        given = false;
        heldFrom[0] = from;
        heldTo[0] = to;
        waitingSince = System.nanoTime();
        for (int level = 0; level < levels; level++) {
            if (swaps(level)) {
                heldFrom[level + 1] = heldFrom[level];
                heldTo[level + 1] = heldTo[level];
                continue;
            }
            int middle = heldFrom[level] + (heldTo[level] - heldFrom[level]) / 2;
            heldFrom[level + 1] = isUpper(level) ? middle : heldFrom[level];
            heldTo[level + 1] = isUpper(level) ? heldTo[level] : middle;
        }
    }

    /** Goes on to the next step. */
    void pass() {
        step += swaps(step) ? 2 : 1;
        given = false;
        waitingSince = System.nanoTime();
    }

    private boolean swaps(int level) {
        return swapsLast && level == levels - 1;
    }

    /** The most elements that a message to the partner of a level has, in any bucket. */
    int mostGiven(int level) {
        return Buckets.capacity(swaps(level) ? level : level + 1);
    }

    boolean isFinished() {
        return step == 2 * levels;
    }

    /** @throws ExchangeException if a partner's message is not of the length that follows from this rank's array */
    void requireElements(int expected, int found) {
        if (found != expected) {
            throw new ExchangeException(
                    "a partner sent " + found + " elements where this task, with an array of " + array.length
                            + ", expects " + expected + "; all tasks of a gang must sum arrays of the same length",
                    null);
        }
    }

    int level() {
        return step < levels ? step : 2 * levels - 1 - step;
    }

    Phase phase() {
        return step < levels ? Phase.HALVING : Phase.DOUBLING;
    }

    /** Whether this rank's half of a level is the upper one. */
    boolean isUpper(int level) {
        return (rank >> level & 1) == 1;
    }

    int keptFrom(int level) {
        return heldFrom[level + 1];
    }

    int keptTo(int level) {
        return heldTo[level + 1];
    }

    int givenFrom(int level) {
        return swaps(level) || isUpper(level) ? heldFrom[level] : heldTo[level + 1];
    }

    int givenTo(int level) {
        return !swaps(level) && isUpper(level) ? heldFrom[level + 1] : heldTo[level];
    }
}
