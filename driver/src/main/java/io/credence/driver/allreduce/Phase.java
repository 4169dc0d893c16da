package io.credence.driver.allreduce;

/** The two phases of an all-reduce. Each passes every level once. */
public enum Phase {
    /** Peers send each other a part of what they hold, and add what they receive. */
    REDUCE_SCATTER,
    /** Peers send each other the sums that they hold. */
    ALL_GATHER
}
