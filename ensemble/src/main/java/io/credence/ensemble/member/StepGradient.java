package io.credence.ensemble.member;

import io.credence.kernels.graph.GradientListener;
import io.credence.kernels.simd.Elementwise;
import java.util.List;
import java.util.Map;

/**
 * The gradient of one step over the slices that this task carries, summed as their part of a balanced binary tree over all
 * slices; the exchange sums the rest of the same tree between tasks. So the bits do not depend on how many tasks there are.
 *
 * <p>The tree is walked as a binary counter counts: slice s is computed into buffer bitCount(s), and every trailing one of s then merges a
 * buffer into the one before it. Log2(slices) + 1 buffers are enough, and the sum ends in the first. Merging the last slice follows its
 * backward pass piece by piece, and hands each finished piece to the exchange at once.
 */
final class StepGradient {
    private final SliceReader[] slices;
    private final int firstSlice;
    private final BatchPlan batches;
    private final int size;
    private final SliceGradient[] levels;
    private final float penaltyWeight;
    private final GradientExchange exchange;
    private final GradientListener mergeLast = this::mergeLastAndExchange;
    private long exchangeNanos;

    StepGradient(
            MemberPlans plans,
            float[] parameters,
            List<Shard> train,
            BatchPlan batches,
            CarriedSlices carried,
            AdversarialSpec adversarial) {
        this.slices = SliceReader.of(train, carried, batches.slices(), plans.seed());
        this.firstSlice = carried.first();
        this.batches = batches;
        this.size = parameters.length;
        this.levels = new SliceGradient[Integer.bitCount(slices.length - 1) + 1];
        for (int level = 0; level < levels.length; level++) {
            levels[level] = new SliceGradient(plans, parameters, batches.sliceSize(), adversarial);
        }
        this.penaltyWeight = 1f / ((float) batches.rows() * batches.slices());
        this.exchange = carried.exchange();
    }

    /** The time that the last step waited for the exchange after its own work was done. */
    long exchangeNanos() {
        return exchangeNanos;
    }

    /** The share of units that were 0 on every row of the first slice in the last inspected step, by layer; empty in tasks without it. */
    Map<String, Double> deadUnits() {
        return firstSlice == 0 ? levels[0].deadUnits() : Map.of();
    }

    /** Goes to a step of an epoch, both from 0. */
    void seek(int epoch, int stepOfEpoch) {
        for (SliceReader slice : slices) {
            slice.startEpoch(epoch);
            slice.skip((long) stepOfEpoch * batches.sliceSize());
        }
    }

    /** The gradient of the last step: the mean over all rows of the batch, in every task. */
    float[] sum() {
        return levels[0].values();
    }

    /** The loss of the last step, summed over all rows of the batch: the same in every task. */
    float lossSum() {
        return sum()[size];
    }

    /**
     * Computes the gradient of one step.
     *
     * @param stepOfEpoch from 0
     * @param step from 0, over all epochs
     * @param inspect whether {@link #deadUnits} is wanted afterwards
     * @return the loss, summed over the rows that this task computed
     */
    double compute(int stepOfEpoch, int step, boolean inspect) {
        float lossWeight = 1f / batches.rows(stepOfEpoch);
        double loss = 0;
        for (int s = 0; s < slices.length; s++) {
            boolean last = s == slices.length - 1;
            GradientListener listener = last ? mergeLast : GradientListener.NONE;
            SliceGradient gradient = levels[Integer.bitCount(s)];
            int rows = batches.rows(firstSlice + s, stepOfEpoch);
            if (rows == 0) {
                gradient.skip(listener);
            } else {
                loss += gradient.compute(slices[s], rows, step, lossWeight, penaltyWeight, inspect && s == 0, listener);
            }
            if (!last) {
                merge(s, 0, size + 1);
            }
        }
        long start = System.nanoTime();
        exchange.finish();
        exchangeNanos = System.nanoTime() - start;
        return loss;
    }

    /** The loss behind the gradient travels with the first piece, which is the end of it. */
    private void mergeLastAndExchange(int from, int finished) {
        int to = finished == size ? size + 1 : finished;
        merge(slices.length - 1, from, to);
        exchange.sum(sum(), from, to);
    }

    private void merge(int slice, int from, int to) {
        int level = Integer.bitCount(slice);
        for (int ones = Integer.numberOfTrailingZeros(~slice); ones > 0; ones--, level--) {
            float[] sum = levels[level - 1].values();
            Elementwise.add(sum, from, sum, from, levels[level].values(), from, to - from);
        }
    }
}
