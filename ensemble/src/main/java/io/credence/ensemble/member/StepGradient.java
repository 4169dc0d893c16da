package io.credence.ensemble.member;

import io.credence.kernels.graph.GradientListener;
import io.credence.kernels.graph.Plan;
import io.credence.kernels.random.RowKeys;
import io.credence.kernels.simd.Elementwise;
import io.credence.kernels.simd.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The gradient of one step over the slices that this task carries, summed as their part of a balanced binary tree over all
 * slices; the exchange sums the rest of the same tree between tasks. So the bits do not depend on how many tasks there are.
 *
 * <p>The tree is walked as a binary counter counts: slice s is computed into buffer bitCount(s), and every trailing one of s then merges a
 * buffer into the one before it. Log2(slices) + 1 buffers are enough, and the sum ends in the first. Merging the last slice follows its
 * backward pass piece by piece, and hands each finished piece to the exchange at once.
 */
final class StepGradient {
    private final MemberNetwork network;
    private final float[] parameters;
    private final long seed;
    private final SliceReader[] slices;
    private final int firstSlice;
    private final BatchPlan batches;
    private final float[][] buffers;
    private final Plan[][] plansByRows;
    private final long[] rowKeys;
    private final float penaltyWeight;
    private long exchangeNanos;
    private Map<String, Double> deadUnits = Map.of();
    private final GradientExchange exchange;
    private final GradientListener mergeLast = this::mergeLastAndExchange;

    StepGradient(
            MemberNetwork network,
            float[] parameters,
            long seed,
            List<Shard> train,
            BatchPlan batches,
            CarriedSlices carried) {
        this.network = network;
        this.parameters = parameters;
        this.seed = seed;
        this.slices = IntStream.range(carried.first(), carried.first() + carried.count())
                .mapToObj(slice -> new SliceReader(train, slice, batches.sliceRows().length, seed))
                .toArray(SliceReader[]::new);
        this.firstSlice = carried.first();
        int levels = Integer.bitCount(this.slices.length - 1) + 1;
        this.buffers = new float[levels][parameters.length];
        this.plansByRows = new Plan[levels][batches.sliceSize() + 1];
        this.batches = batches;
        this.rowKeys = new long[batches.sliceSize()];
        this.penaltyWeight = 1f / ((float) batches.rows() * batches.sliceRows().length);
        this.exchange = carried.exchange();
    }

    /** The time that the last step waited for the exchange after its own work was done. */
    long exchangeNanos() {
        return exchangeNanos;
    }

    /** The share of units that were 0 on every row of the last inspected slice, by layer. */
    Map<String, Double> deadUnits() {
        return deadUnits;
    }

    void startEpoch(int epoch) {
        for (SliceReader slice : slices) {
            slice.startEpoch(epoch);
        }
    }

    /** The gradient of the last step: the mean over all rows of the batch, in every task. */
    float[] sum() {
        return buffers[0];
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
        float seedOfRow = 1f / batches.rows(stepOfEpoch);
        double loss = 0;
        for (int s = 0; s < slices.length; s++) {
            boolean last = s == slices.length - 1;
            GradientListener listener = last ? mergeLast : GradientListener.NONE;
            int rows = batches.rows(firstSlice + s, stepOfEpoch);
            loss += rows == 0 ? skip(s, listener) : computeSlice(s, rows, step, seedOfRow, listener, inspect);
            if (!last) {
                merge(s, 0, parameters.length);
            }
        }
        long start = System.nanoTime();
        exchange.finish();
        exchangeNanos = System.nanoTime() - start;
        return loss;
    }

    private double skip(int slice, GradientListener listener) {
        Arrays.fill(buffers[Integer.bitCount(slice)], 0f);
        listener.finished(0, parameters.length);
        return 0;
    }

    private double computeSlice(
            int slice, int rows, int step, float seedOfRow, GradientListener listener, boolean inspect) {
        Plan plan = plan(Integer.bitCount(slice), rows);
        Matrix features = plan.value(network.features());
        slices[slice].read(features, plan.value(network.targets()));
        if (network.draws()) {
            RowKeys.of(features, rowKeys);
        }
        plan.forward(rowKeys, step);
        if (inspect) {
            deadUnits = plan.deadUnits();
        }
        plan.backward(seedOfRow, penaltyWeight, listener);
        return plan.lossSum();
    }

    private Plan plan(int level, int rows) {
        Plan plan = plansByRows[level][rows];
        if (plan == null) {
            plan = Plan.training(network.graph(), rows, network.loss())
                    .seed(seed)
                    .compile(parameters, buffers[level]);
            plansByRows[level][rows] = plan;
        }
        return plan;
    }

    private void mergeLastAndExchange(int from, int to) {
        merge(slices.length - 1, from, to);
        exchange.sum(buffers[0], from, to);
    }

    private void merge(int slice, int from, int to) {
        int level = Integer.bitCount(slice);
        for (int ones = Integer.numberOfTrailingZeros(~slice); ones > 0; ones--, level--) {
            Matrix sum = Matrix.dense(buffers[level - 1], from, 1, to - from);
            Elementwise.add(sum, sum, Matrix.dense(buffers[level], from, 1, to - from));
        }
    }
}
