package io.credence.driver.allreduce;

/**
 * The progress of a chunk through the levels: the range that this rank holds at each level, and the current step. With
 * L levels, step s is the reduce-scatter of level s if s is below L, and the all-gather of level 2 L - 1 - s
 * otherwise. If the peers of the last level exchange the whole chunk, that level has no all-gather.
 *
 * <p>Objects are reused: {@link #start} resets one to another range and number.
 */
public final class Chunk {
    private final int rank;
    private final int levels;
    private final boolean exchangesWhole;
    private final int[] heldFrom;
    private final int[] heldTo;
    private final float[][] peerArrays;
    private long number;
    private float[] array;
    private int step;
    private boolean sent;
    private long waitingSince;

    /**
     * @param exchangesWhole whether the peers of the last level send each other everything they hold instead of halves
     */
    Chunk(int rank, int levels, boolean exchangesWhole) {
        this.rank = rank;
        this.levels = levels;
        this.exchangesWhole = exchangesWhole;
        this.heldFrom = new int[levels + 1];
        this.heldTo = new int[levels + 1];
        this.peerArrays = new float[levels][];
    }

    /** Starts with {@code array[from, to)}. */
    void start(long startedNumber, float[] startedArray, int from, int to) {
        number = startedNumber;
        array = startedArray;
        step = 0;
        sent = false;
        heldFrom[0] = from;
        heldTo[0] = to;
        waitingSince = System.nanoTime();
        for (int level = 0; level < levels; level++) {
            if (isWhole(level)) {
                heldFrom[level + 1] = heldFrom[level];
                heldTo[level + 1] = heldTo[level];
                continue;
            }
            int middle = heldFrom[level] + (heldTo[level] - heldFrom[level]) / 2;
            heldFrom[level + 1] = isUpper(level) ? middle : heldFrom[level];
            heldTo[level + 1] = isUpper(level) ? heldTo[level] : middle;
        }
    }

    /** Moves to the next step. */
    void nextStep() {
        step += isWhole(step) ? 2 : 1;
        sent = false;
        waitingSince = System.nanoTime();
    }

    private boolean isWhole(int level) {
        return exchangesWhole && level == levels - 1;
    }

    boolean isFinished() {
        return step == 2 * levels;
    }

    /** Returns whether {@link #markSent} has been called in the current step. */
    boolean isSent() {
        return sent;
    }

    void markSent() {
        sent = true;
    }

    /** Returns the {@link System#nanoTime} at which the current step began. */
    long waitingSince() {
        return waitingSince;
    }

    /**
     * Returns the array of the peer at the current level, if it is in this process and has sent its part; otherwise
     * null.
     */
    float[] peerArray() {
        return peerArrays[level()];
    }

    void setPeerArray(float[] peerArray) {
        peerArrays[level()] = peerArray;
    }

    /** Returns the number of the chunk, counted over all rounds. */
    public long number() {
        return number;
    }

    /** Returns the array that the chunk is part of. */
    public float[] array() {
        return array;
    }

    int level() {
        return step < levels ? step : 2 * levels - 1 - step;
    }

    Phase phase() {
        return step < levels ? Phase.REDUCE_SCATTER : Phase.ALL_GATHER;
    }

    /**
     * Returns whether this rank is the upper one of the two peers at the current level, whose operand comes second.
     */
    public boolean isUpper() {
        return isUpper(level());
    }

    private boolean isUpper(int level) {
        return (rank >> level & 1) == 1;
    }

    /** Returns the start of the part whose sum this rank computes at the current level. */
    public int keptFrom() {
        return heldFrom[level() + 1];
    }

    /** Returns the end, exclusive, of the part whose sum this rank computes at the current level. */
    public int keptTo() {
        return heldTo[level() + 1];
    }

    /** Returns the start of the part that the peer of the current level adds. */
    public int sentFrom() {
        int level = level();
        return isWhole(level) || isUpper(level) ? heldFrom[level] : heldTo[level + 1];
    }

    /** Returns the end, exclusive, of the part that the peer of the current level adds. */
    public int sentTo() {
        int level = level();
        return !isWhole(level) && isUpper(level) ? heldFrom[level + 1] : heldTo[level];
    }

    /** Returns the maximum number of elements of a message to the peer of the current level, for any chunk. */
    public int maxSent() {
        int level = level();
        return ChunkLayout.capacity(isWhole(level) ? level : level + 1);
    }

    /** @throws ExchangeException if a peer's message does not have the length that follows from this rank's array */
    public void requireLength(int expected, int found) {
        if (found != expected) {
            throw new ExchangeException(
                    "a peer sent " + found + " elements; this task, with an array of " + array.length + ", expects "
                            + expected + "; all tasks of a gang must sum arrays of the same length",
                    null);
        }
    }
}
