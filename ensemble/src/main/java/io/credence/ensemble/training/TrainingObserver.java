package io.credence.ensemble.training;

/** A listener to a member's training. The training thread calls it, so it must return quickly. */
@FunctionalInterface
public interface TrainingObserver {
    /** Ignores all events. */
    TrainingObserver NONE = (epoch, step, rows, loss, nanos, exchangeNanos) -> {};

    /**
     * Called after every step.
     *
     * @param epoch from 0
     * @param stepOfEpoch from 0
     * @param rows the number of rows that this task computed
     * @param loss the mean loss of those rows
     * @param computeNanos the time spent on reading, the forward and backward passes and the optimiser
     * @param exchangeNanos the time spent waiting for other tasks
     */
    void stepFinished(int epoch, int stepOfEpoch, int rows, double loss, long computeNanos, long exchangeNanos);
}
