package io.credence.ensemble.training;

import io.credence.ensemble.encoding.Shard;
import io.credence.ensemble.network.MemberNetwork;
import io.credence.ensemble.replica.CarriedSlices;
import io.credence.ensemble.replica.EpochLayout;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.simd.product.Gemm;
import java.util.List;

/**
 * Trains members that share a network, settings and rows. An epoch is a sequence of batches; each batch is one forward
 * and backward pass and one step of the optimiser. The validation loss follows every epoch, and early stopping is
 * optional. A member may be trained by one task or by several: each task carries some slices of every batch, and an
 * exchange sums their gradients.
 */
public final class MemberTrainer {
    private final MemberNetwork network;
    private final TrainingSpec training;
    private final List<Shard> train;
    private final List<Shard> validation;
    private final EpochLayout epoch;
    private final int threads;

    /** Creates a trainer that uses only the caller's thread; the parameters are those of the other constructor. */
    public MemberTrainer(MemberNetwork network, TrainingSpec training, List<Shard> train, List<Shard> validation) {
        this(network, training, train, validation, 1);
    }

    /**
     * @param network the network of every member
     * @param training the settings; their loss must be the network's
     * @param train the shards of all training rows; only those of the carried slices are read
     * @param validation the shards of the validation rows; may be empty
     * @param threads the number of threads for matrix products, including the caller's, at least 1; it does not change
     *     the result
     * @throws IllegalArgumentException if there are no training rows
     * @throws InvalidSettingException if a step has too many rows; its key is the setting's dotted path
     */
    public MemberTrainer(
            MemberNetwork network, TrainingSpec training, List<Shard> train, List<Shard> validation, int threads) {
        this.network = network;
        this.training = training;
        this.train = List.copyOf(train);
        this.validation = List.copyOf(validation);
        this.threads = threads;
        this.epoch = EpochLayout.of(this.train, training);
        if (epoch.steps() == 0) {
            throw new IllegalArgumentException("a member has 0 training rows; it must have at least 1");
        }
        network.requireFitting(training, epoch.sliceSize());
    }

    /** Returns the number of steps of an epoch. */
    public int stepsPerEpoch() {
        return epoch.steps();
    }

    /**
     * Trains a member in this task alone.
     *
     * @throws TrainingDivergedException if the loss, the validation loss or a weight becomes NaN or infinite
     */
    public Member train(MemberStart start, TrainingObserver observer) {
        return train(start, CarriedSlices.all(training.replicas()), Checkpoints.NONE, observer);
    }

    /**
     * Trains a member together with the tasks that carry its other slices. All tasks end with the same parameters and
     * losses. Only the task with the first slice records dead units and, with local steps, gradient norms, because
     * these are not shared between tasks.
     *
     * @param slices the slices that this task computes
     * @param checkpoints provides the state to continue from and saves new states
     * @throws TrainingDivergedException if the loss, the validation loss or a weight becomes NaN or infinite; in all
     *     tasks after the same step
     * @throws IllegalArgumentException if the state to continue from belongs to another member, attempt or training
     *     run
     */
    public Member train(MemberStart start, CarriedSlices slices, Checkpoints checkpoints, TrainingObserver observer) {
        try (Gemm gemm = new Gemm(threads)) {
            return new TrainingRun(this, start, gemm, slices, checkpoints, observer).train();
        }
    }

    MemberNetwork network() {
        return network;
    }

    TrainingSpec training() {
        return training;
    }

    EpochLayout epoch() {
        return epoch;
    }

    List<Shard> train() {
        return train;
    }

    List<Shard> validation() {
        return validation;
    }
}
