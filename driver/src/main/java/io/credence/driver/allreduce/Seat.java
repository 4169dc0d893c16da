package io.credence.driver.allreduce;

import java.util.List;

/**
 * A task's place in its gang. Closing it leaves the gang; the end of the task does so too.
 *
 * @param rank of this task, from 0: the tasks of an executor are neighbours. The slices that a task carries follow from its rank, not from its
 *     partition
 * @param size the number of tasks, a power of two
 * @param messages what every task said when they met, in the order of the ranks
 * @param exchange sums arrays over the gang
 */
public record Seat(int rank, int size, List<String> messages, AllReduce exchange) implements AutoCloseable {
    public Seat {
        messages = List.copyOf(messages);
    }

    @Override
    public void close() {
        exchange.close();
    }
}
