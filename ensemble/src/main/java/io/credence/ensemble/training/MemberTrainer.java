package io.credence.ensemble.training;

import io.credence.ensemble.encoding.Shard;
import io.credence.ensemble.network.MemberNetwork;
import io.credence.ensemble.replica.BatchPlan;
import io.credence.ensemble.replica.CarriedSlices;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.simd.product.Gemm;
import java.util.List;

/**
 * Trains members of one kind: epochs over batches, each batch one forward and backward pass and one step of the optimiser, with the
 * validation loss after every epoch and, where it is asked for, early stopping. The same trainer serves a member on one task and a replica
 * beside others; what differs is which slices of every batch it carries, and the exchange that it is given.
 */
public final class MemberTrainer {
    private final MemberNetwork network;
    private final TrainingSpec training;
    private final List<Shard> train;
    private final List<Shard> validation;
    private final BatchPlan batches;
    private final int threads;

    /**
     * A trainer whose trainings use the caller's thread alone; see the other constructor.
     */
    public MemberTrainer(MemberNetwork network, TrainingSpec training, List<Shard> train, List<Shard> validation) {
        this(network, training, train, validation, 1);
    }

    /**
     * @param network what is trained
     * @param training how; its loss is the network's
     * @param train the training rows' shards, all of them, though only those of the carried slices are read
     * @param validation the validation rows' shards; may be empty
     * @param threads that a training multiplies matrices on, the caller's among them, at least 1; they do not change one bit
     * @throws IllegalArgumentException if there are no training rows
     * @throws InvalidSettingException if a step is of too many rows; its key is the dotted path
     */
    public MemberTrainer(
            MemberNetwork network, TrainingSpec training, List<Shard> train, List<Shard> validation, int threads) {
        this.network = network;
        this.training = training;
        this.train = List.copyOf(train);
        this.validation = List.copyOf(validation);
        this.threads = threads;
        this.batches = BatchPlan.of(this.train, training);
        if (batches.steps() == 0) {
            throw new IllegalArgumentException("a member has 0 training rows; it must have at least 1");
        }
        network.requireFitting(training, batches.sliceSize());
    }

    /** The number of steps of an epoch. */
    public int stepsPerEpoch() {
        return batches.steps();
    }

    /**
     * Trains a member on this task alone.
     *
     * @throws TrainingDivergedException if the loss, the validation loss or a weight becomes NaN or infinite
     */
    public Member train(MemberStart start, TrainingObserver observer) {
        return train(start, CarriedSlices.all(training.replicas()), Checkpoints.NONE, observer);
    }

    /**
     * Trains a member beside the tasks that carry its other slices; all of them end with the same parameters and the same
     * losses. What is recorded of layers is that of the first slice's step where the tasks do not share it, and only the task with the first
     * slice knows it: dead units and, with local steps, gradient norms.
     *
     * @param slices what this task computes
     * @param checkpoints what the training continues from, and where it keeps how far it has come
     * @throws TrainingDivergedException if the loss, the validation loss or a weight becomes NaN or infinite; in all tasks after the same step
     * @throws IllegalArgumentException if the state to continue from is that of another member, attempt or training
     */
    public Member train(MemberStart start, CarriedSlices slices, Checkpoints checkpoints, TrainingObserver observer) {
        try (Gemm gemm = new Gemm(threads)) {
            return new TrainingRun(this, start, gemm, slices, checkpoints, observer).train();
        }
    }

    public MemberNetwork network() {
        return network;
    }

    public TrainingSpec training() {
        return training;
    }

    public BatchPlan batches() {
        return batches;
    }

    public List<Shard> train() {
        return train;
    }

    List<Shard> validation() {
        return validation;
    }
}
