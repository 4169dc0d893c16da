package io.credence.driver.allreduce;

/**
 * Where one task of a gang is.
 *
 * @param rank its place in the tree, from 0
 * @param executor the id of its executor
 * @param host the name by which other executors reach it
 * @param port of its executor's endpoint
 * @param partition the partition of the barrier stage that it computes
 */
record Peer(int rank, String executor, String host, int port, int partition) {
    /** As error messages name it. */
    @Override
    public String toString() {
        return "rank " + rank + " (executor " + executor + " at " + host + ":" + port + ")";
    }
}
