package io.credence.driver.allreduce;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What the partner of one level has sent ahead, where the network has left it. There are slots for each phase and as many buckets as a
 * partner can be ahead with; each phase of a level has one message for a bucket.
 *
 * <p>A slot is filled by one thread, that of the connection or of the partner in the same process, and emptied by whoever works for the task.
 */
final class Inbox {
    /** The reason of a partner that has done its work. */
    static final String LEFT = "has left the gang";

    private static final long EMPTY = -1;

    private final int level;
    private final AllReduce task;
    private final AtomicLongArray numbers = new AtomicLongArray(2 * Buckets.SLOTS);
    private final ByteBuf[] elements = new ByteBuf[2 * Buckets.SLOTS];
    private final float[][] arrays = new float[2 * Buckets.SLOTS][];
    private volatile boolean open;
    private volatile String gone;

    Inbox(int level, AllReduce task) {
        this.level = level;
        this.task = task;
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
     * @param message its elements, little-endian float32; released when they have been used
     * @throws MalformedMessageException if there are more than can be, or the slot is not free
     */
    void put(Phase phase, long number, ByteBuf message) {
        int count = message.readableBytes() / Float.BYTES;
        if (count > Buckets.capacity(level)) {
            throw new MalformedMessageException("it holds " + count + " elements of bucket " + number + "; level "
                    + level + " has at most " + Buckets.capacity(level));
        }
        int slot = freeSlot(phase, number);
        elements[slot] = message;
        numbers.set(slot, number);
        task.work();
    }

    /**
     * Takes word from a partner in this process.
     *
     * @param array the partner's array, which is read where it is
     */
    void put(Phase phase, long number, float[] array) {
        int slot = freeSlot(phase, number);
        arrays[slot] = array;
        numbers.set(slot, number);
        task.wakeOrWork();
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
        task.work();
    }

    /** Why nothing more will come, or null. */
    String gone() {
        return gone;
    }

    boolean has(Phase phase, long number) {
        return numbers.get(slot(phase, number)) == number;
    }

    /** The elements of a message from the wire that {@link #has} come. */
    ByteBuf elements(Phase phase, long number) {
        return elements[slot(phase, number)];
    }

    /** The whole array of a partner in this process, whose word {@link #has} come. */
    float[] array(Phase phase, long number) {
        return arrays[slot(phase, number)];
    }

    /** Forgets a message. */
    void free(Phase phase, long number) {
        free(slot(phase, number));
    }

    /** Forgets all messages. */
    void clear() {
        for (int slot = 0; slot < numbers.length(); slot++) {
            if (numbers.get(slot) != EMPTY) {
                free(slot);
            }
        }
    }

    private void free(int slot) {
        if (elements[slot] != null) {
            elements[slot].release();
        }
        elements[slot] = null;
        arrays[slot] = null;
        numbers.set(slot, EMPTY);
    }

    private static int slot(Phase phase, long number) {
        return phase.ordinal() * Buckets.SLOTS + Buckets.slot(number);
    }
}
