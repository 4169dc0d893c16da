package io.credence.ensemble.training;

/** Is told how a member's training goes on; called on the training thread, so it must return at once. */
@FunctionalInterface
public interface TrainingObserver {
    /** Looks away. */
    TrainingObserver NONE = (epoch, step, rows, loss, nanos, exchangeNanos) -> {};

    /**
     * A step has been taken.
     *
     * @param epoch from 0
     * @param stepOfEpoch from 0
     * @param rows the rows that this task computed
     * @param loss the mean loss of those rows
     * @param computeNanos the time in reading, forward, backward and the optimiser
     * @param exchangeNanos the time waiting for the gradients of other tasks
     */
    void stepFinished(int epoch, int stepOfEpoch, int rows, double loss, long computeNanos, long exchangeNanos);
}
