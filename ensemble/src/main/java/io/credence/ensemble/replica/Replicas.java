package io.credence.ensemble.replica;

import io.credence.kernels.optimizer.OptimizerState;
import io.credence.kernels.plan.TrainingHealth;
import java.util.Map;

/**
 * How the replicas of a member take their steps: together, by the gradient of the whole batch, or a few steps apart between averages. The
 * replicas agree where all of them, in all tasks, have the same parameters and the same optimiser state; after the last step of an epoch
 * they always do.
 */
public sealed interface Replicas permits SynchronousReplicas, AveragedReplicas {
    /** The parameters, whenever the replicas agree; the same array at all times. */
    float[] parameters();

    /** What the optimiser remembers, whenever the replicas agree. */
    OptimizerState optimizer();

    /** Gives every replica these parameters and this optimiser state. */
    void restore(float[] parameters, OptimizerState optimizer);

    /** Goes to a step of an epoch, both from 0, before which the replicas agreed. */
    void seek(int epoch, int stepOfEpoch);

    /**
     * Takes one step in every slice that this task carries.
     *
     * @param stepOfEpoch from 0
     * @param step from 0, over all epochs
     * @param rate the share of the learning rate that the schedule leaves in this step
     * @param inspect whether {@link #health} is wanted afterwards
     * @return the loss, summed over the rows that this task computed
     */
    double take(int stepOfEpoch, int step, double rate, boolean inspect);

    /** Whether the replicas agree after the last step. */
    boolean agree();

    /** The loss since the replicas agreed before, summed over all rows of all tasks: the same in every task. For when they agree. */
    float lossSum();

    /** What the last inspected step showed; empty in tasks that do not know. */
    TrainingHealth health();

    /** The norm of each layer's gradient in the last step, of the batch or, with local steps, of the first slice; empty in tasks without it. */
    Map<String, Double> gradientNorms();

    /** The time that the last step waited for other tasks after its own work was done. */
    long exchangeNanos();
}
