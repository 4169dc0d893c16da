package io.credence.driver.allreduce;

/**
 * The identity of a task within its executor.
 *
 * @param gang the name of the gang and its attempt
 * @param partition the partition of the barrier stage that the task computes
 */
public record TaskId(String gang, int partition) {}
