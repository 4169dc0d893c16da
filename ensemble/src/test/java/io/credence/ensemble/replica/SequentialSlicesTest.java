package io.credence.ensemble.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.encoding.Shard;
import io.credence.ensemble.network.MemberNetwork;
import io.credence.ensemble.network.NetworkPlans;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.Task;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.ensemble.training.ArrayShard;
import io.credence.kernels.simd.product.Gemm;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequentialSlicesTest {
    private static final int REPLICAS = 8;
    private static final int BATCH = 64;

    @Test
    void passes_ofAllSlicesAndLengths_shareTheMemoryOfActivations() {
        TrainingSpec training = new TrainingSpec(
                        null, null, null, 1, BATCH, REPLICAS, 1, null, null, null, null, null, null)
                .resolvedFor(Task.REGRESSION);
        List<Shard> shards = ArrayShard.random(640, 1, 1, x -> x[0]).split(REPLICAS);
        Encoding encoding =
                new Encoding(List.of(new FeatureColumn.Numeric("x", 0, 1, false)), new LabelColumn.Target("y", 0, 1));
        MemberNetwork network = MemberNetwork.of(
                new NetworkSpec(List.of(4), null, null, false, 0.0, null, null, null, null, null),
                null,
                training.loss(),
                encoding);
        ReplicaSetup setup = new ReplicaSetup(
                new NetworkPlans(network, 1, new Gemm()), training, shards, EpochLayout.of(shards, training));

        SlicePass[] passes = new SequentialSlices(setup, setup.initialParameters(), CarriedSlices.all(REPLICAS)).passes;

        float[] memory =
                passes[0].plan(BATCH / REPLICAS).value(network.features()).data();
        for (SlicePass pass : passes) {
            for (int rows = BATCH / REPLICAS; rows > 0; rows--) {
                assertThat(pass.plan(rows).value(network.features()).data()).isSameAs(memory);
            }
        }
    }
}
