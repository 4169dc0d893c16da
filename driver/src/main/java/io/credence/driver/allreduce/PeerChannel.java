package io.credence.driver.allreduce;

/** A channel from one rank to its peer at one level: through shared memory, over a connection, or closed. */
public interface PeerChannel {
    /** Returns a channel to a peer that cannot be reached. */
    static PeerChannel closed() {
        return new ClosedChannel();
    }

    /**
     * Returns whether the peers of the last level send each other everything they hold, and both add. This takes the
     * same number of bytes as sending halves and then sums, in one message instead of two. In shared memory, where
     * nothing is sent, halves need half the additions.
     */
    boolean exchangesWhole();

    /**
     * Sends the part of a chunk that the peer adds: its half, or all of the chunk if the channel exchanges the
     * whole.
     */
    void sendPart(Chunk chunk);

    /** Adds the peer's part from the inbox to the part that this rank keeps. */
    void addReceived(Chunk chunk, Inbox inbox);

    /** Sends the sum that this rank holds. */
    void sendSum(Chunk chunk);

    /** Stores the peer's sum from the inbox in the array. */
    void storeReceived(Chunk chunk, Inbox inbox);

    /**
     * Notifies the peer that this rank will send no more messages, without waiting.
     *
     * @param failure the reason why the whole gang must stop; null if this rank has simply finished
     */
    void leave(String failure);

    /**
     * Closes the connection after {@link #leave}, once everything has been sent or the deadline has passed.
     *
     * @param deadlineNanos the deadline in terms of {@link System#nanoTime}
     */
    void close(long deadlineNanos);

    /** Returns the number of bytes sent over the network, including Spark's headers. */
    long bytesSent();
}
