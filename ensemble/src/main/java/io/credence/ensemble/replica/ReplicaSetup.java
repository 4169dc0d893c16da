package io.credence.ensemble.replica;

import io.credence.ensemble.encoding.Shard;
import io.credence.ensemble.network.NetworkPlans;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.kernels.autograd.ParameterLayout;
import io.credence.kernels.optimizer.Updater;
import io.credence.kernels.plan.PlanMemory;
import java.util.List;

/**
 * The inputs that all replicas of a member share.
 *
 * @param plans the plans of the member's network; their seed also seeds its initial weights and the order of its rows
 * @param training the settings
 * @param train the shards of all slices
 * @param epoch the number of rows in every step
 */
public record ReplicaSetup(NetworkPlans plans, TrainingSpec training, List<Shard> train, EpochLayout epoch) {
    ParameterLayout layout() {
        return plans.network().layout();
    }

    /** Returns freshly initialised parameters, the same on every call. */
    float[] initialParameters() {
        return layout().initialize(plans.seed());
    }

    /** Returns an optimiser before its first step. */
    Updater updater() {
        return training.updater(layout());
    }

    /** Returns a reader of one slice's rows. */
    SliceReader reader(int slice) {
        CellMask mask = training.masksCells() ? new CellMask(plans.network().encoding(), training.masking()) : null;
        int members = plans.network().packing().members();
        return new SliceReader(train, slice, epoch.slices(), members, plans.seed(), mask);
    }

    /**
     * Returns the forward and backward pass of one slice.
     *
     * @param parameters read at every step
     * @param memory of the plans; passes that never overlap may share it
     */
    SlicePass pass(float[] parameters, PlanMemory memory) {
        return new SlicePass(plans, parameters, epoch.sliceSize(), memory, training.adversarial());
    }
}
