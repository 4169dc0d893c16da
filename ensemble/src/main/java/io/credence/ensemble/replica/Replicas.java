package io.credence.ensemble.replica;

import io.credence.kernels.optimizer.OptimizerState;
import io.credence.kernels.plan.TrainingHealth;
import java.util.Map;

/**
 * The replicas of a member that one task computes. They either take every step together, with the gradient of the
 * whole batch, or take a few steps independently and then average their weights.
 *
 * <p>The replicas <em>agree</em> when all of them, in all tasks, have the same parameters and the same optimiser
 * state. They always agree after the last step of an epoch.
 */
public sealed interface Replicas permits SynchronousReplicas, AveragedReplicas {
    /** Returns the replicas of the given slices, before their first step. */
    static Replicas of(ReplicaSetup setup, CarriedSlices carried) {
        return setup.training().averagesWeights()
                ? new AveragedReplicas(setup, carried)
                : new SynchronousReplicas(setup, carried);
    }

    /** Returns the parameters, which are valid while the replicas agree; always the same array. */
    float[] parameters();

    /** Returns a copy of the optimiser's state, which is valid while the replicas agree. */
    OptimizerState optimizer();

    /** Sets the parameters and the optimiser state of every replica. */
    void restore(float[] parameters, OptimizerState optimizer);

    /** Moves to a step of an epoch, both counted from 0. The replicas must have agreed before that step. */
    void seek(int epoch, int stepOfEpoch);

    /**
     * Takes one step on every slice that this task carries.
     *
     * @param stepOfEpoch from 0
     * @param step from 0, over all epochs
     * @param rate the factor by which the schedule scales the learning rate in this step
     * @param inspect whether to record {@link #health}
     * @return the loss, summed over the rows that this task computed
     */
    double takeStep(int stepOfEpoch, int step, double rate, boolean inspect);

    /** Returns whether the replicas agree after the last step. */
    boolean agree();

    /**
     * Returns the loss since the replicas last agreed, summed over all rows of all tasks; valid while they agree, and
     * the same in every task.
     */
    float lossSum();

    /** Returns the health of the layers in the last inspected step; empty in tasks that did not inspect it. */
    TrainingHealth health();

    /**
     * Returns the norm of each layer's gradient in the last step: of the batch or, with local steps, of the first
     * slice. Empty in tasks that do not have that gradient.
     */
    Map<String, Double> gradientNorms();

    /** Returns how long the last step waited for other tasks after its own work was done. */
    long exchangeNanos();
}
