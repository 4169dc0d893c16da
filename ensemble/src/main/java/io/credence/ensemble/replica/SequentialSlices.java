package io.credence.ensemble.replica;

import io.credence.ensemble.encoding.Shard;
import io.credence.ensemble.network.NetworkPlans;
import io.credence.ensemble.specification.AdversarialSpec;
import io.credence.kernels.autograd.GradientListener;
import java.util.List;

/**
 * Computes slices one after another. The array of a slice is free again once it is merged into that of a slice before, so log2(slices) + 1
 * arrays, each with plans of its own, are enough: slice s uses that of its number of ones.
 */
final class SequentialSlices implements BatchGradient {
    private final SliceReader[] readers;
    private final int firstSlice;
    private final BatchPlan batches;
    private final SliceGradient[] levels;
    private final GradientTree tree;
    private long exchangeNanos;

    SequentialSlices(
            NetworkPlans plans,
            float[] parameters,
            List<Shard> train,
            BatchPlan batches,
            CarriedSlices carried,
            AdversarialSpec adversarial) {
        this.readers = SliceReader.of(train, carried, batches.slices(), plans.seed());
        this.firstSlice = carried.first();
        this.batches = batches;
        this.levels = new SliceGradient[Integer.bitCount(readers.length - 1) + 1];
        for (int level = 0; level < levels.length; level++) {
            levels[level] = new SliceGradient(plans, parameters, batches.sliceSize(), adversarial);
        }
        float[][] gradients = new float[readers.length][];
        for (int s = 0; s < readers.length; s++) {
            gradients[s] = levels[Integer.bitCount(s)].values();
        }
        this.tree = new GradientTree(gradients, carried.exchange());
    }

    @Override
    public void seek(int epoch, int stepOfEpoch) {
        for (SliceReader reader : readers) {
            reader.seek(epoch, (long) stepOfEpoch * batches.sliceSize());
        }
    }

    @Override
    public double compute(int stepOfEpoch, int step, boolean inspect) {
        float lossWeight = 1f / batches.rows(stepOfEpoch);
        float penaltyWeight = batches.penaltyWeight(stepOfEpoch);
        double loss = 0;
        for (int s = 0; s < readers.length; s++) {
            int rows = batches.rows(firstSlice + s, stepOfEpoch);
            GradientListener listener = tree.listeners()[s];
            if (rows == 0) {
                tree.skip(s);
            } else {
                loss += levels[Integer.bitCount(s)].compute(
                        readers[s], rows, step, lossWeight, penaltyWeight, inspect && s == 0, listener);
            }
        }
        exchangeNanos = 0;
        return loss;
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
        return firstSlice == 0 ? levels[0].inspection() : GradientInspection.NONE;
    }

    @Override
    public long exchangeNanos() {
        return exchangeNanos;
    }
}
