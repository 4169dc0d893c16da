package io.credence.driver.allreduce;

/**
 * The division of an array into chunks of {@link #FLOATS} elements, counted from the end of the array. The last chunk,
 * at the start of the array, has the remainder. The layout follows from the length alone, so all tasks use the same
 * chunks, regardless of the pieces that they hand in.
 */
public final class ChunkLayout {
    /**
     * 256 KiB: long enough to outweigh the cost of a message, and short enough that the chunks of an array overlap.
     */
    public static final int FLOATS = 1 << 16;

    /** The maximum number of chunks that a task has in flight. It bounds the memory of an all-reduce. */
    public static final int WINDOW = 4;

    /**
     * The number of chunks for which a level has storage in each phase. The peer may be a whole window ahead: it may
     * have finished chunks whose messages this task has not processed yet.
     */
    public static final int SLOTS_PER_PHASE = 2 * WINDOW;

    /** The number of message slots that a level has. */
    public static final int SLOTS = Phase.values().length * SLOTS_PER_PHASE;

    private ChunkLayout() {}

    static int count(int length) {
        return (int) (((long) length + FLOATS - 1) / FLOATS);
    }

    static int from(int length, int index) {
        return (int) Math.max(0, length - (index + 1L) * FLOATS);
    }

    static int to(int length, int index) {
        return length - index * FLOATS;
    }

    /**
     * Returns the maximum number of elements of a chunk that a task holds at a level. No message of that level has
     * more.
     */
    public static int capacity(int level) {
        return (int) ((FLOATS + (1L << level) - 1) >> level);
    }

    /** Returns the message slot of a chunk, below {@link #SLOTS}. */
    public static int slot(Phase phase, long number) {
        return phase.ordinal() * SLOTS_PER_PHASE + (int) (number % SLOTS_PER_PHASE);
    }
}
