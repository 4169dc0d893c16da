package io.credence.ensemble.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.network.MemberNetwork;
import io.credence.ensemble.replica.Gang;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.PackedMembers;
import io.credence.ensemble.specification.Task;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.kernels.optimizer.Optimizer;
import io.credence.kernels.plan.Plan;
import io.credence.kernels.simd.Matrix;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Training of networks that pack three members. */
class PackedMembersTest {
    private static final int MEMBERS = 3;
    private static final ArrayShard ROWS = ArrayShard.random(301, 2, 1, x -> x[0] - 2 * x[1]);
    private static final ArrayShard UNSEEN = ArrayShard.random(97, 2, 2, x -> x[0] - 2 * x[1]);
    private static final MemberStart START = new MemberStart(0, 0, 5);

    @ParameterizedTest
    @EnumSource
    void train_fourReplicas_givesTheSameBitsAndHistoryOnAnyNumberOfTasks(PackedMembers.Sharing sharing)
            throws Exception {
        Member expected = trainer(sharing, 4, 2).train(START, TrainingObserver.NONE);
        for (int tasks : new int[] {2, 4}) {
            List<Member> members = Gang.run(tasks, 4, slices -> trainer(sharing, 4, 2)
                    .train(START, slices, Checkpoints.NONE, TrainingObserver.NONE));
            assertThat(members).hasSize(tasks).allSatisfy(member -> {
                assertThat(member.parameters()).isEqualTo(expected.parameters());
                assertThat(member.history().epochs())
                        .isEqualTo(expected.history().epochs());
            });
        }
    }

    /** Each member learns from all rows; those of another order and start give another function. */
    @ParameterizedTest
    @EnumSource
    void train_learnableRelation_isLearntByEveryMember_andNoTwoAreEqual(PackedMembers.Sharing sharing) {
        Member trained = trainer(sharing, 1, 60).train(START, TrainingObserver.NONE);
        MemberNetwork network = network(sharing);
        Plan plan = network.inferencePlan(UNSEEN.rows(), false).compile(trained.parameters());
        Matrix features = plan.value(network.features());
        float[] targets = new float[MEMBERS * UNSEEN.rows()];
        for (int row = 0; row < targets.length; row++) {
            UNSEEN.read(row % UNSEEN.rows(), features.data(), features.row(row), targets, row);
        }

        plan.forward();

        float[][] means = new float[MEMBERS][UNSEEN.rows()];
        for (int member = 0; member < MEMBERS; member++) {
            Matrix outputs = Matrix.zeros(UNSEEN.rows(), 2);
            network.readOutput(plan, member, outputs, trained.parameters());
            double squares = 0;
            for (int row = 0; row < UNSEEN.rows(); row++) {
                means[member][row] = outputs.data()[2 * row];
                squares += Math.pow(means[member][row] - targets[row], 2);
            }
            assertThat(Math.sqrt(squares / UNSEEN.rows()))
                    .as("error of member %d", member)
                    .isLessThan(0.4);
        }
        assertThat(means[0]).isNotEqualTo(means[1]);
        assertThat(means[1]).isNotEqualTo(means[2]);
    }

    private static MemberTrainer trainer(PackedMembers.Sharing sharing, int replicas, int epochs) {
        Optimizer optimizer = new Optimizer.AdamW(0.01, null, null, null, 0.01);
        TrainingSpec training = new TrainingSpec(
                        null, optimizer, null, epochs, 32, replicas, null, 10.0, null, null, null, null, null, null)
                .resolvedFor(Task.REGRESSION);
        return new MemberTrainer(network(sharing), training, ROWS.split(4), UNSEEN.split(4));
    }

    private static MemberNetwork network(PackedMembers.Sharing sharing) {
        NetworkSpec spec = new NetworkSpec(List.of(16, 16), null, null, null, 0.0, null, null, null, null, null);
        Encoding encoding = new Encoding(
                List.of(new FeatureColumn.Numeric("a", 0, 1, false), new FeatureColumn.Numeric("b", 0, 1, false)),
                new LabelColumn.Target("y", 0, 1));
        return MemberNetwork.of(
                spec, null, new PackedMembers(MEMBERS, sharing), TrainingSpec.lossFor(Task.REGRESSION), encoding);
    }
}
