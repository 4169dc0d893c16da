package io.credence.driver.allreduce;

/** The other side of one level: in this process, behind a connection, or gone. */
sealed interface Partner permits LocalPartner, RemotePartner, AbsentPartner {
    /**
     * Whether the two partners, where they meet at the last level, give each other all that they hold and both add: as many bytes as two halves
     * there and two sums back, in one message instead of two. In one process, where nothing is sent, halves are half the additions.
     */
    boolean swaps();

    /** Gives away the partner's half of a bucket, or all of it where they swap. */
    void giveHalf(Bucket bucket, int level);

    /** Adds the partner's message to the half that this rank keeps. */
    void addHalf(Bucket bucket, int level, Inbox received);

    /** Gives the partner the sum that this rank holds. */
    void giveSum(Bucket bucket, int level);

    /** Takes over the partner's sum from its message. */
    void takeSum(Bucket bucket, int level, Inbox received);

    /**
     * Says that nothing more will come from this rank. Returns at once.
     *
     * @param failure why the whole gang cannot go on; null if this rank has just done its work
     */
    void leave(String failure);

    /** Closes the connection, after {@link #leave} and when all that was sent has left this process, or at the deadline. */
    void close(long deadlineNanos);

    /** The bytes that went to it over the wire, with all that Spark puts around them. */
    long bytesSent();
}
