package io.credence.ensemble.replica;

import io.credence.kernels.optimizer.OptimizerState;
import io.credence.kernels.plan.PlanMemory;
import io.credence.kernels.plan.TrainingHealth;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Elementwise;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Replicas that take a few steps independently, each with the gradient of its own slice, and then continue from the
 * average of their weights: local SGD (Stich 2019). They communicate once per average instead of once per step, and
 * also average at the end of every epoch. The optimiser's moments are averaged too (Yu, Jin and Yang 2019), so all
 * replicas agree after an average.
 *
 * <p>The average is the {@link BalancedTree} sum over all replicas, of which each task sums its subtree, divided by
 * the number of replicas, a power of two. A replica whose slice has no rows left takes no step but still counts in the
 * average.
 */
final class AveragedReplicas implements Replicas {
    /** The health of layers that have not been inspected. */
    static final TrainingHealth UNKNOWN = new TrainingHealth(Map.of(), Map.of(), Map.of());

    private final LocalReplica[] replicas;
    private final boolean hasFirstSlice;
    private final EpochLayout epoch;
    private final int localSteps;
    private final GradientExchange exchange;
    private boolean agree;
    private float lossSum;
    private long exchangeNanos;

    AveragedReplicas(ReplicaSetup setup, CarriedSlices carried) {
        PlanMemory memory = new PlanMemory();
        this.replicas = IntStream.range(carried.first(), carried.first() + carried.count())
                .mapToObj(slice -> new LocalReplica(setup, slice, memory))
                .toArray(LocalReplica[]::new);
        this.hasFirstSlice = carried.first() == 0;
        this.epoch = setup.epoch();
        this.localSteps = setup.training().localSteps();
        this.exchange = carried.exchange();
    }

    @Override
    public float[] parameters() {
        return replicas[0].parameters();
    }

    @Override
    public OptimizerState optimizer() {
        return replicas[0].optimizer();
    }

    @Override
    public void restore(float[] parameters, OptimizerState optimizer) {
        for (LocalReplica replica : replicas) {
            replica.restore(parameters, optimizer);
        }
    }

    @Override
    public void seek(int epochIndex, int stepOfEpoch) {
        for (LocalReplica replica : replicas) {
            replica.seek(epochIndex, stepOfEpoch);
        }
    }

    @Override
    public double takeStep(int stepOfEpoch, int step, double rate, boolean inspect) {
        double loss = 0;
        for (int r = 0; r < replicas.length; r++) {
            loss += replicas[r].takeStep(stepOfEpoch, step, rate, inspect && hasFirstSlice && r == 0);
        }
        exchangeNanos = 0;
        agree = (stepOfEpoch + 1) % localSteps == 0 || stepOfEpoch == epoch.steps() - 1;
        if (agree) {
            average(step + 1L);
        }
        return loss;
    }

    private void average(long steps) {
        Matrix sum = packAndSum(0, replicas.length);
        exchange.sum(sum.data(), 0, sum.columns());
        long start = System.nanoTime();
        exchange.finish();
        exchangeNanos = System.nanoTime() - start;
        lossSum = sum.data()[sum.columns() - 1];
        Elementwise.scale(sum, sum, 1f / epoch.slices());
        for (LocalReplica replica : replicas) {
            replica.unpack(sum.data(), steps);
        }
    }

    private Matrix packAndSum(int from, int to) {
        if (to - from == 1) {
            return replicas[from].pack();
        }
        Matrix sum = packAndSum(from, (from + to) / 2);
        Elementwise.add(sum, sum, packAndSum((from + to) / 2, to));
        return sum;
    }

    @Override
    public boolean agree() {
        return agree;
    }

    @Override
    public float lossSum() {
        return lossSum;
    }

    @Override
    public TrainingHealth health() {
        return hasFirstSlice ? replicas[0].health() : UNKNOWN;
    }

    @Override
    public Map<String, Double> gradientNorms() {
        return hasFirstSlice ? replicas[0].gradientNorms() : Map.of();
    }

    @Override
    public long exchangeNanos() {
        return exchangeNanos;
    }
}
