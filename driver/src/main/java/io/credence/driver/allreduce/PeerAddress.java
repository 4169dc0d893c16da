package io.credence.driver.allreduce;

/**
 * The rank of a task in its gang, and the address at which other tasks reach it.
 *
 * @param rank the rank, from 0
 * @param executor the id of its executor
 * @param host the host name by which other executors reach it
 * @param port the port of its executor's endpoint
 * @param partition the partition of the barrier stage that the task computes
 */
public record PeerAddress(int rank, String executor, String host, int port, int partition) {
    /** Returns the form used in error messages, such as {@code rank 1 (executor 0 at 10.0.0.7:40123)}. */
    @Override
    public String toString() {
        return "rank " + rank + " (executor " + executor + " at " + host + ":" + port + ")";
    }
}
