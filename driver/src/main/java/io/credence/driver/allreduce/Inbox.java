package io.credence.driver.allreduce;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The messages from the peer at one level that have not been processed yet. Their elements stay in the buffers in
 * which they arrived. A chunk has one message for each phase of a level, so each phase has a slot for every chunk that
 * the peer may already send.
 *
 * <p>A slot is filled by one thread: that of the connection, or that of the peer if it is in the same process. It is
 * emptied by whichever thread works for the task.
 */
public final class Inbox {
    /** The close reason of a peer that has finished. */
    public static final String LEFT = "has left the gang";

    private static final long EMPTY = -1;

    private final int level;
    private final AllReduce task;
    private final AtomicLongArray numbers = new AtomicLongArray(ChunkLayout.SLOTS);
    private final ByteBuf[] elements = new ByteBuf[ChunkLayout.SLOTS];
    private final float[][] arrays = new float[ChunkLayout.SLOTS][];
    private volatile boolean open;
    private volatile String closeReason;

    Inbox(int level, AllReduce task) {
        this.level = level;
        this.task = task;
        for (int slot = 0; slot < numbers.length(); slot++) {
            numbers.set(slot, EMPTY);
        }
    }

    /** Returns whether {@link #put} would accept {@code count} elements from the network. */
    public boolean accepts(Phase phase, long number, int count) {
        return number >= 0
                && count <= ChunkLayout.capacity(level)
                && numbers.get(ChunkLayout.slot(phase, number)) == EMPTY;
    }

    /**
     * Puts a message from the network into its slot.
     *
     * @param message its elements, little-endian float32; released once they have been used
     * @throws MalformedMessageException if the message has too many elements, or its slot is not empty
     */
    public void put(Phase phase, long number, ByteBuf message) {
        int count = message.readableBytes() / Float.BYTES;
        if (count > ChunkLayout.capacity(level)) {
            throw new MalformedMessageException("it has " + count + " elements of chunk " + number + "; level " + level
                    + " has at most " + ChunkLayout.capacity(level));
        }
        int slot = emptySlot(phase, number);
        elements[slot] = message;
        numbers.set(slot, number);
        task.work();
    }

    /**
     * Puts the message of a peer in this process into its slot.
     *
     * @param array the peer's array, which is read in place
     */
    void put(Phase phase, long number, float[] array) {
        int slot = emptySlot(phase, number);
        arrays[slot] = array;
        numbers.set(slot, number);
        task.wakeOrWork();
    }

    private int emptySlot(Phase phase, long number) {
        int slot = ChunkLayout.slot(phase, number);
        long found = numbers.get(slot);
        if (found != EMPTY) {
            throw new MalformedMessageException("the slot of chunk " + number + " still holds chunk " + found
                    + "; a peer must not send ahead of the window");
        }
        return slot;
    }

    /**
     * Binds the inbox to the connection of a peer.
     *
     * @throws MalformedMessageException if a connection is already bound
     */
    public synchronized void open() {
        if (open) {
            throw new MalformedMessageException("level " + level + " of this task already has a peer");
        }
        open = true;
    }

    /** Returns whether the peer has connected, even if the connection is closed by now. */
    public boolean isOpen() {
        return open;
    }

    /**
     * Records that the peer will send no more messages. The first reason is kept.
     *
     * @param reason a phrase to follow "rank 1", such as {@link #LEFT}
     */
    public void close(String reason) {
        if (closeReason == null) {
            closeReason = reason;
        }
        task.work();
    }

    /** Returns why the peer will send no more messages; null if more may arrive. */
    public String closeReason() {
        return closeReason;
    }

    boolean has(Phase phase, long number) {
        return numbers.get(ChunkLayout.slot(phase, number)) == number;
    }

    /** Returns the elements of a message from the network that {@link #has} arrived. */
    public ByteBuf elements(Phase phase, long number) {
        return elements[ChunkLayout.slot(phase, number)];
    }

    /** Returns the whole array of a peer in this process whose message {@link #has} arrived. */
    float[] array(Phase phase, long number) {
        return arrays[ChunkLayout.slot(phase, number)];
    }

    /** Discards a message. */
    void free(Phase phase, long number) {
        free(ChunkLayout.slot(phase, number));
    }

    /** Discards all messages. */
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
}
