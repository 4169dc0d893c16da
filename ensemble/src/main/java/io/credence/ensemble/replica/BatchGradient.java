package io.credence.ensemble.replica;

import io.credence.ensemble.encoding.Shard;
import io.credence.ensemble.network.NetworkPlans;
import io.credence.ensemble.specification.AdversarialSpec;
import java.util.List;

/**
 * The gradient of one step over all slices of the batch. A task computes its slices one after another or, where batch normalisation takes the
 * statistics of all of them, side by side.
 */
public sealed interface BatchGradient permits SequentialSlices, SynchronizedSlices {
    /**
     * The gradient of a task's slices.
     *
     * @param parameters read at every step, so that training may change them
     * @param train the shards of all slices
     * @param adversarial null: the rows alone
     */
    static BatchGradient of(
            NetworkPlans plans,
            float[] parameters,
            List<Shard> train,
            BatchPlan batches,
            CarriedSlices carried,
            AdversarialSpec adversarial) {
        return plans.network().isSynchronized() && batches.slices() > 1
                ? new SynchronizedSlices(plans, parameters, train, batches, carried, adversarial)
                : new SequentialSlices(plans, parameters, train, batches, carried, adversarial);
    }

    /** Goes to a step of an epoch, both from 0. */
    void seek(int epoch, int stepOfEpoch);

    /**
     * Computes the gradient of one step, and hands it to the exchange; {@link #finish} waits for the sum.
     *
     * @param stepOfEpoch from 0
     * @param step from 0, over all epochs
     * @param inspect whether {@link #inspection} is wanted afterwards
     * @return the loss, summed over the rows that this task computed
     */
    double compute(int stepOfEpoch, int step, boolean inspect);

    /** Waits until more of the gradient is summed than from {@code to} on; returns from where on it is. At first {@code to} is its length, with 0 all is. */
    int finish(int to);

    /** The gradient of the last step, as far as it is finished: the mean over all rows of the batch, in every task. */
    float[] sum();

    /** The loss of the last step, summed over all rows of the batch: the same in every task. */
    float lossSum();

    /** What the last inspected step showed of the first slice; nothing in tasks without it. */
    GradientInspection inspection();

    /** The time that the last step waited for the exchange after its own work was done. */
    long exchangeNanos();
}
