package io.credence.driver.allreduce;

import java.util.List;

/**
 * A task's membership in its gang. Closing it leaves the gang, and so does the end of the task.
 *
 * @param rank the rank of this task, from 0. The tasks of one executor have consecutive ranks. The rank, not the
 *     partition, determines the slices that a task carries
 * @param worldSize the number of tasks, a power of two
 * @param messages the message of every task at the rendezvous, in rank order
 * @param allReduce sums arrays over the gang
 */
public record Communicator(int rank, int worldSize, List<String> messages, AllReduce allReduce)
        implements AutoCloseable {
    /** Copies the messages. */
    public Communicator {
        messages = List.copyOf(messages);
    }

    @Override
    public void close() {
        allReduce.close();
    }
}
