package io.credence.ensemble.replica;

import io.credence.ensemble.encoding.Shard;
import io.credence.ensemble.network.NetworkPlans;
import io.credence.ensemble.specification.AdversarialSpec;
import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.plan.Lockstep;
import io.credence.kernels.plan.Plan;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Computes slices side by side, because they take statistics from each other on the way. So every slice has plans and a gradient array of its
 * own, and no piece of the gradient travels before the slices have met for the last time.
 */
final class SynchronizedSlices implements BatchGradient {
    private final SliceReader[] readers;
    private final int firstSlice;
    private final BatchPlan batches;
    private final SliceGradient[] slices;
    private final boolean adversarial;
    private final GradientTree tree;
    private final Lockstep lockstep;
    private final Plan[] plans;
    private final int[] rows;
    private final long[][] rowKeys;
    private final GradientListener[] unheard;
    private final GradientListener[] listeners;
    private long exchangeNanos;

    SynchronizedSlices(
            NetworkPlans memberPlans,
            float[] parameters,
            List<Shard> train,
            BatchPlan batches,
            CarriedSlices carried,
            AdversarialSpec adversarial) {
        int count = carried.count();
        this.readers = SliceReader.of(train, carried, batches.slices(), memberPlans.seed());
        this.firstSlice = carried.first();
        this.batches = batches;
        this.slices = IntStream.range(0, count)
                .mapToObj(s -> new SliceGradient(memberPlans, parameters, batches.sliceSize(), adversarial))
                .toArray(SliceGradient[]::new);
        this.adversarial = adversarial != null;
        this.tree = new GradientTree(
                Arrays.stream(slices).map(SliceGradient::values).toArray(float[][]::new), carried.exchange());
        this.lockstep = new Lockstep(
                slices[0].plan(1), batches.slices(), firstSlice, count, values -> meet(values, carried.exchange()));
        this.plans = new Plan[count];
        this.rows = new int[batches.slices()];
        this.rowKeys = Arrays.stream(slices).map(SliceGradient::rowKeys).toArray(long[][]::new);
        this.unheard = new GradientListener[count];
        Arrays.fill(unheard, GradientListener.NONE);
        this.listeners = new GradientListener[count];
    }

    private void meet(float[] values, GradientExchange exchange) {
        exchange.sum(values, 0, values.length);
        long start = System.nanoTime();
        exchange.finish();
        exchangeNanos += System.nanoTime() - start;
    }

    @Override
    public void seek(int epoch, int stepOfEpoch) {
        for (SliceReader reader : readers) {
            reader.seek(epoch, (long) stepOfEpoch * batches.sliceSize());
        }
    }

    @Override
    public double compute(int stepOfEpoch, int step, boolean inspect) {
        exchangeNanos = 0;
        read(stepOfEpoch);
        lockstep.forward(plans, rows, rowKeys, step);
        double loss = 0;
        for (int s = 0; s < plans.length; s++) {
            loss += plans[s] == null ? 0 : slices[s].keepLoss(plans[s], inspect && s == 0);
        }
        float lossWeight = 1f / batches.rows(stepOfEpoch);
        float penaltyWeight = batches.penaltyWeight(stepOfEpoch);
        if (adversarial) {
            backwardTwice(step, lossWeight, penaltyWeight);
        } else {
            lockstep.backward(plans, lossWeight, penaltyWeight, tree.listeners());
        }
        return loss;
    }

    private void read(int stepOfEpoch) {
        for (int slice = 0; slice < rows.length; slice++) {
            rows[slice] = batches.rows(slice, stepOfEpoch);
        }
        for (int s = 0; s < plans.length; s++) {
            int own = rows[firstSlice + s];
            plans[s] = own == 0 ? null : slices[s].read(readers[s], own);
            if (own == 0) {
                tree.clear(s);
            }
        }
    }

    /** Over the rows and, from there, over their adversarial twins, each at half weight. */
    private void backwardTwice(int step, float lossWeight, float penaltyWeight) {
        lockstep.backward(plans, 0.5f * lossWeight, 0.5f * penaltyWeight, unheard);
        for (int s = 0; s < plans.length; s++) {
            GradientListener listener = tree.listeners()[s];
            listeners[s] = plans[s] == null ? listener : slices[s].addingKept(listener);
            if (plans[s] != null) {
                slices[s].moveRows(plans[s]);
            }
        }
        lockstep.forward(plans, rows, rowKeys, step);
        lockstep.backward(plans, 0.5f * lossWeight, 0.5f * penaltyWeight, listeners);
    }

    @Override
    public int finish(int to) {
        long start = System.nanoTime();
        int from = tree.finish(to);
        exchangeNanos += System.nanoTime() - start;
        return from;
    }

    @Override
    public float[] sum() {
        return tree.sum();
    }

    @Override
    public float lossSum() {
        return tree.lossSum();
    }

    @Override
    public GradientInspection inspection() {
        return firstSlice == 0 ? slices[0].inspection() : GradientInspection.NONE;
    }

    @Override
    public long exchangeNanos() {
        return exchangeNanos;
    }
}
