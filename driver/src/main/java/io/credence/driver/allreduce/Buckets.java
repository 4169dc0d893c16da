package io.credence.driver.allreduce;

/**
 * How an array is cut: into buckets of {@link #FLOATS} elements from its end, the last one, at the array's start, with what is left. It follows
 * from the length alone, so that all tasks cut alike, whatever pieces each of them hands in.
 */
final class Buckets {
    /** 256 KiB: long on the wire beside what a message costs, short beside an array, so that its buckets overlap. */
    static final int FLOATS = 1 << 16;

    /** How many buckets a task has under way. With it, the memory of an exchange is bounded. */
    static final int WINDOW = 4;

    /**
     * How many buckets there is storage for at a level. The partner may be a whole window ahead: it has what it needs for the buckets before, and
     * this task has not looked yet at what came for them.
     */
    static final int SLOTS = 2 * WINDOW;

    private Buckets() {}

    static int count(int length) {
        return (int) (((long) length + FLOATS - 1) / FLOATS);
    }

    static int from(int length, int index) {
        return (int) Math.max(0, length - (index + 1L) * FLOATS);
    }

    static int to(int length, int index) {
        return length - index * FLOATS;
    }

    /** The most elements of one bucket that a task holds at a level; no message there has more. */
    static int capacity(int level) {
        return (int) ((FLOATS + (1L << level) - 1) >> level);
    }

    /** Where the storage for one bucket is. */
    static int slot(long number) {
        return (int) (number % SLOTS);
    }
}
