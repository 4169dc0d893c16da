package io.credence.ensemble.training;

import io.credence.ensemble.encoding.Shard;
import io.credence.ensemble.network.MemberNetwork;
import io.credence.ensemble.network.NetworkPlans;
import io.credence.ensemble.replica.AllGather;
import io.credence.ensemble.replica.CarriedSlices;
import io.credence.kernels.plan.Plan;
import io.credence.kernels.plan.PlanMemory;
import io.credence.kernels.simd.Matrix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The mean loss over the validation rows, read in order, without random draws. Each task computes the slices that it
 * carries, and all tasks get the same mean, however many tasks there are.
 */
final class ValidationLoss {
    private static final int CHUNK_ROWS = 256;

    private final NetworkPlans plans;
    private final MemberNetwork network;
    private final List<Shard> shards;
    private final int slices;
    private final CarriedSlices carried;
    private final long rows;
    private final float[] parameters;
    private final AllGather sums;
    private final MemberLosses memberLosses;
    private final PlanMemory memory = new PlanMemory();
    private final Map<Integer, Plan> plansByRows = new HashMap<>();
    private long exchangeNanos;

    /**
     * @param shards the shards of all slices
     * @param slices the number of slices over all tasks
     * @param parameters read at every call
     */
    ValidationLoss(NetworkPlans plans, List<Shard> shards, int slices, CarriedSlices carried, float[] parameters) {
        this.plans = plans;
        this.network = plans.network();
        this.shards = shards;
        this.slices = slices;
        this.carried = carried;
        this.rows = shards.stream().mapToLong(Shard::rows).sum();
        this.parameters = parameters;
        this.memberLosses = new MemberLosses(network.packing().members(), network.isLikelihood());
        this.sums = new AllGather(slices, carried.exchange());
    }

    /** Returns whether there are validation rows. */
    boolean hasRows() {
        return rows > 0;
    }

    /** Computes the mean; NaN if there are no rows. */
    double mean() {
        if (rows == 0) {
            return Double.NaN;
        }
        sums.clear();
        for (int slice = carried.first(); slice < carried.first() + carried.count(); slice++) {
            sums.set(slice, sumOf(slice));
        }
        long start = System.nanoTime();
        sums.exchange();
        exchangeNanos = System.nanoTime() - start;
        return sums.sum() / rows;
    }

    /** Returns how long the last call waited for other tasks after its own work was done. */
    long exchangeNanos() {
        return exchangeNanos;
    }

    private double sumOf(int slice) {
        double sum = 0;
        for (Shard shard : CarriedSlices.shardsOf(shards, slice, slices)) {
            for (int from = 0; from < shard.rows(); from += CHUNK_ROWS) {
                sum += sumOfChunk(shard, from, Math.min(CHUNK_ROWS, shard.rows() - from));
            }
        }
        return sum;
    }

    /**
     * Returns the summed loss of one chunk. The last chunk of a shard gets a plan of its own length, because a loss
     * over pairs of rows must not include padding.
     */
    private double sumOfChunk(Shard shard, int from, int count) {
        Plan plan = plansByRows.computeIfAbsent(count, this::compile);
        Matrix features = plan.value(network.features());
        Matrix targets = plan.value(network.targets());
        for (int row = 0; row < features.rows(); row++) {
            shard.read(
                    from + row % count,
                    features.data(),
                    features.offset() + row * features.stride(),
                    targets.data(),
                    targets.offset() + row * targets.stride());
        }
        plan.forward();
        Matrix losses = plan.value(network.validationLoss());
        double sum = 0;
        for (int row = 0; row < count; row++) {
            sum += memberLosses.combined(losses, row, count);
        }
        return sum;
    }

    private Plan compile(int count) {
        return plans.validation(count).memory(memory).compile(parameters);
    }
}
