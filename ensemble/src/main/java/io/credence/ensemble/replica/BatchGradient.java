package io.credence.ensemble.replica;

import io.credence.kernels.plan.GradientBuffer;
import io.credence.kernels.plan.TrainingHealth;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The gradient of one step over all slices of the batch. The task computes its own slices, sums them as a
 * {@link SubtreeSum}, and the exchange adds those of other tasks. Slices run sequentially or, if batch normalisation
 * uses the statistics of the whole batch, in lockstep.
 */
abstract sealed class BatchGradient permits SequentialSlices, LockstepSlices {
    final EpochLayout epoch;
    final int firstSlice;
    final SliceReader[] readers;
    final SlicePass[] passes;
    final SubtreeSum subtree;
    long exchangeNanos;

    /** @param passes one per carried slice; slices whose gradients are never needed at the same time may share one */
    BatchGradient(ReplicaSetup setup, CarriedSlices carried, SlicePass[] passes) {
        this.epoch = setup.epoch();
        this.firstSlice = carried.first();
        this.readers = IntStream.range(carried.first(), carried.first() + carried.count())
                .mapToObj(setup::reader)
                .toArray(SliceReader[]::new);
        this.passes = passes;
        this.subtree = new SubtreeSum(
                Arrays.stream(passes).map(SlicePass::gradient).toArray(GradientBuffer[]::new), carried.exchange());
    }

    /**
     * Returns the gradient computation for the carried slices.
     *
     * @param parameters read at every step
     */
    static BatchGradient of(ReplicaSetup setup, float[] parameters, CarriedSlices carried) {
        return setup.plans().network().isSynchronized() && setup.epoch().slices() > 1
                ? new LockstepSlices(setup, parameters, carried)
                : new SequentialSlices(setup, parameters, carried);
    }

    /** Moves to a step of an epoch, both counted from 0. */
    final void seek(int epochIndex, int stepOfEpoch) {
        for (SliceReader reader : readers) {
            reader.seek(epochIndex, (long) stepOfEpoch * epoch.sliceSize());
        }
    }

    /**
     * Computes this task's part of the gradient and passes it to the exchange; {@link #finish} waits for the sum.
     *
     * @param stepOfEpoch from 0
     * @param step from 0, over all epochs
     * @param inspect whether to record {@link #health}
     * @return the loss, summed over the rows that this task computed
     */
    abstract double compute(int stepOfEpoch, int step, boolean inspect);

    /** Waits until more of {@link #sum} is final, as {@link GradientExchange#finish(int)} does. */
    final int finish(int to) {
        long start = System.nanoTime();
        int from = subtree.finish(to);
        exchangeNanos += System.nanoTime() - start;
        return from;
    }

    /**
     * Returns the gradient of the mean loss over the batch, followed by the summed loss; the same in every task, as
     * far as it is finished.
     */
    final float[] sum() {
        return subtree.sum();
    }

    /** Returns the loss of the last step, summed over all rows of the batch; the same in every task. */
    final float lossSum() {
        return subtree.lossSum();
    }

    /**
     * Returns the health of the layers in the last inspected step; dead units and penalties are known only to the task
     * of the first slice.
     */
    final TrainingHealth health() {
        return passes[0].health();
    }

    /** Returns the norm of each layer's gradient in the last step. */
    final Map<String, Double> norms() {
        return passes[0].gradientNorms();
    }

    /** Returns how long the last step waited for the exchange after its own work was done. */
    final long exchangeNanos() {
        return exchangeNanos;
    }

    /** Returns whether a slice is inspected, which only the first slice of the batch is. */
    final boolean isInspected(int slice, boolean inspect) {
        return inspect && firstSlice + slice == 0;
    }
}
