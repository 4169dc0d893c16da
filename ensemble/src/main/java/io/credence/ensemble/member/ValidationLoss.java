package io.credence.ensemble.member;

import io.credence.kernels.graph.Plan;
import io.credence.kernels.simd.Matrix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The mean loss over the validation rows, in their order, with nothing drawn. */
final class ValidationLoss {
    private static final int CHUNK_ROWS = 256;

    private final MemberNetwork network;
    private final List<Shard> shards;
    private final long rows;
    private final float[] parameters;
    private final Map<Integer, Plan> plansByRows = new HashMap<>();

    /** @param parameters read at every call, so that training may change them */
    ValidationLoss(MemberNetwork network, List<Shard> shards, float[] parameters) {
        this.network = network;
        this.shards = shards;
        this.rows = shards.stream().mapToLong(Shard::rows).sum();
        this.parameters = parameters;
    }

    /** The mean, or NaN if there are no rows. */
    double mean() {
        double sum = 0;
        for (Shard shard : shards) {
            for (int from = 0; from < shard.rows(); from += CHUNK_ROWS) {
                sum += sumOfChunk(shard, from, Math.min(CHUNK_ROWS, shard.rows() - from));
            }
        }
        return rows == 0 ? Double.NaN : sum / rows;
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
        Matrix losses = plan.value(network.loss());
        double sum = 0;
        for (int row = 0; row < count; row++) {
            sum += losses.data()[losses.offset() + row * losses.stride()];
        }
        return sum;
    }

    private Plan compile(int count) {
        return Plan.inference(network.graph(), count, network.loss()).compile(parameters);
    }
}
