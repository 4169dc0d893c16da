package io.credence.driver.allreduce;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What the partner of one level has sent ahead. There is one slot for every bucket that can be under way and each phase: a partner
 * starts a bucket only when it is done with the one that had the same slot before, and that needs this rank to have used what is there.
 *
 * <p>A slot is filled by one thread, that of the connection or of the partner in the same process, and emptied by the exchange's thread.
 */
final class Inbox {
    /** The reason of a partner that has done its work. */
    static final String LEFT = "has left the gang";

    private static final long EMPTY = -1;

    private final int level;
    private final Signal signal;
    private final AtomicLongArray numbers = new AtomicLongArray(2 * Buckets.WINDOW);
    private final float[][] floats = new float[2 * Buckets.WINDOW][];
    private final int[] counts = new int[2 * Buckets.WINDOW];
    private final ByteBuffer split = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private volatile boolean open;
    private volatile String gone;

    Inbox(int level, Signal signal) {
        this.level = level;
        this.signal = signal;
        for (int slot = 0; slot < numbers.length(); slot++) {
            numbers.set(slot, EMPTY);
        }
    }

    /** Whether {@link #put} would take so many elements from the wire. */
    boolean canTake(Phase phase, long number, int count) {
        return number >= 0 && count <= Buckets.capacity(level) && numbers.get(slot(phase, number)) == EMPTY;
    }

    /**
     * Takes a message from the wire.
     *
     * @param message its elements, little-endian float32, in one buffer or several
     * @throws MalformedMessageException if there are more than can be, or the slot is not free
     */
    void put(Phase phase, long number, ByteBuffer... message) {
        int capacity = Buckets.capacity(level);
        int count = Arrays.stream(message).mapToInt(ByteBuffer::remaining).sum() / Float.BYTES;
        if (count > capacity) {
            throw new MalformedMessageException("it holds " + count + " elements of bucket " + number + "; level "
                    + level + " has at most " + capacity);
        }
        int slot = freeSlot(phase, number);
        if (floats[slot] == null) {
            floats[slot] = new float[capacity];
        }
        int filled = 0;
        for (ByteBuffer part : message) {
            filled = copy(part.order(ByteOrder.LITTLE_ENDIAN), floats[slot], filled);
        }
        fill(slot, number, count);
    }

    /** An element may begin in one buffer and end in the next. */
    private int copy(ByteBuffer part, float[] to, int filled) {
        int index = filled;
        while (split.position() > 0 && part.hasRemaining()) {
            split.put(part.get());
            if (!split.hasRemaining()) {
                to[index++] = split.getFloat(0);
                split.clear();
            }
        }
        int whole = part.remaining() / Float.BYTES;
        part.asFloatBuffer().get(to, index, whole);
        split.put(part.position(part.position() + whole * Float.BYTES));
        return index + whole;
    }

    /**
     * Takes word from a partner in this process.
     *
     * @param array the partner's array, which is read where it is
     */
    void put(Phase phase, long number, float[] array) {
        int slot = freeSlot(phase, number);
        floats[slot] = array;
        fill(slot, number, array.length);
    }

    private int freeSlot(Phase phase, long number) {
        int slot = slot(phase, number);
        long found = numbers.get(slot);
        if (found != EMPTY) {
            throw new MalformedMessageException("it is about bucket " + number + " while bucket " + found
                    + " is in its slot; a bucket's slot must have been emptied");
        }
        return slot;
    }

    private void fill(int slot, long number, int count) {
        counts[slot] = count;
        numbers.set(slot, number);
        signal.change();
    }

    /** @throws MalformedMessageException if a partner has greeted before */
    synchronized void open() {
        if (open) {
            throw new MalformedMessageException("level " + level + " of this task has a partner already");
        }
        open = true;
    }

    /** Whether the partner's connection has been there. */
    boolean isOpen() {
        return open;
    }

    /** The partner will send no more, for a reason that can follow "rank 1". The first reason stands. */
    void close(String reason) {
        if (gone == null) {
            gone = reason;
        }
        signal.change();
    }

    /** Why nothing more will come, or null. */
    String gone() {
        return gone;
    }

    boolean has(Phase phase, long number) {
        return numbers.get(slot(phase, number)) == number;
    }

    /** The elements of a message that {@link #has} come, from index 0 on; the partner's whole array where it is in this process. */
    float[] floats(Phase phase, long number) {
        return floats[slot(phase, number)];
    }

    int count(Phase phase, long number) {
        return counts[slot(phase, number)];
    }

    /** Forgets a message. */
    void free(Phase phase, long number) {
        numbers.set(slot(phase, number), EMPTY);
    }

    private static int slot(Phase phase, long number) {
        return phase.ordinal() * Buckets.WINDOW + Buckets.slot(number);
    }
}
