package io.credence.ensemble.training;

import io.credence.ensemble.encoding.Shard;
import io.credence.ensemble.network.MemberNetwork;
import io.credence.ensemble.network.NetworkPlans;
import io.credence.ensemble.replica.CarriedSlices;
import io.credence.ensemble.replica.SliceReader;
import io.credence.ensemble.replica.SliceSums;
import io.credence.kernels.plan.Plan;
import io.credence.kernels.simd.Matrix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The mean loss over the validation rows, in their order, with nothing drawn. As with training rows, slice r of R has the r-th of R equal
 * runs of the shards; each task computes the slices it carries, and all tasks get the same mean, whatever their number.
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
    private final SliceSums sums;
    private final Map<Integer, Plan> plansByRows = new HashMap<>();
    private long exchangeNanos;

    /**
     * @param shards of all slices
     * @param slices their number
     * @param parameters read at every call, so that training may change them
     */
    ValidationLoss(NetworkPlans plans, List<Shard> shards, int slices, CarriedSlices carried, float[] parameters) {
        this.plans = plans;
        this.network = plans.network();
        this.shards = shards;
        this.slices = slices;
        this.carried = carried;
        this.rows = shards.stream().mapToLong(Shard::rows).sum();
        this.parameters = parameters;
        this.sums = new SliceSums(slices, carried.exchange());
    }

    /** Whether there is anything to be validated on. */
    boolean hasRows() {
        return rows > 0;
    }

    /** The mean, or NaN if there are no rows. */
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

    /** The time that the last call waited for other tasks after its own work was done. */
    long exchangeNanos() {
        return exchangeNanos;
    }

    private double sumOf(int slice) {
        double sum = 0;
        for (Shard shard : SliceReader.shardsOf(shards, slice, slices)) {
            for (int from = 0; from < shard.rows(); from += CHUNK_ROWS) {
                sum += sumOfChunk(shard, from, Math.min(CHUNK_ROWS, shard.rows() - from));
            }
        }
        return sum;
    }

    /** The last chunk of a shard has a plan of its own length: a loss over pairs of rows must not see rows that are not there. */
    private double sumOfChunk(Shard shard, int from, int count) {
        Plan plan = plansByRows.computeIfAbsent(count, this::compile);
        Matrix features = plan.value(network.features());
        Matrix targets = plan.value(network.targets());
        for (int row = 0; row < count; row++) {
            shard.read(
                    from + row,
                    features.data(),
                    features.offset() + row * features.stride(),
                    targets.data(),
                    targets.offset() + row * targets.stride());
        }
        plan.forward();
        Matrix losses = plan.value(network.validationLoss());
        double sum = 0;
        for (int row = 0; row < count; row++) {
            sum += losses.data()[losses.offset() + row * losses.stride()];
        }
        return sum;
    }

    private Plan compile(int count) {
        return plans.validation(count).compile(parameters);
    }
}
