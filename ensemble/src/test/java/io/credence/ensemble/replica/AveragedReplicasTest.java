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
import io.credence.ensemble.training.Checkpoints;
import io.credence.ensemble.training.Member;
import io.credence.ensemble.training.MemberHistory;
import io.credence.ensemble.training.MemberStart;
import io.credence.ensemble.training.MemberTrainer;
import io.credence.ensemble.training.TrainingDivergedException;
import io.credence.ensemble.training.TrainingObserver;
import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.layer.Normalization;
import io.credence.kernels.optimizer.Optimizer;
import io.credence.kernels.optimizer.OptimizerState;
import io.credence.kernels.optimizer.Updater;
import io.credence.kernels.plan.PlanMemory;
import io.credence.kernels.simd.product.Gemm;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AveragedReplicasTest {
    private static final int FEATURES = 3;
    private static final int BATCH = 32;
    private static final MemberStart START = new MemberStart(0, 0, 5);
    private static final ArrayShard ROWS = ArrayShard.random(603, FEATURES, 7, x -> x[0] - 2 * x[1] * x[2]);
    private static final ArrayShard UNSEEN = ArrayShard.random(200, FEATURES, 8, x -> x[0] - 2 * x[1] * x[2]);

    /** Slices of very different lengths: the second is exhausted after half of the epoch. */
    private static final List<Shard> UNEVEN = ROWS.cut(80, 85, 40, 45, 100, 100, 70, 83);

    @ParameterizedTest
    @EnumSource(Normalization.class)
    void train_withThreeLocalSteps_givesTheSameBitsAndLossesOnAnyNumberOfTasks(Normalization normalization)
            throws Exception {
        MemberTrainer trainer = trainer(normalization, 4, 3, 2, UNEVEN);
        Member onOneTask = trainer.train(START, TrainingObserver.NONE);
        for (int tasks : new int[] {1, 2, 4}) {
            List<Member> members = Gang.run(tasks, 4, slices -> trainer(normalization, 4, 3, 2, UNEVEN)
                    .train(START, slices, Checkpoints.NONE, TrainingObserver.NONE));
            assertThat(members).hasSize(tasks).allSatisfy(member -> {
                assertThat(member.parameters()).isEqualTo(onOneTask.parameters());
                assertThat(losses(member)).isEqualTo(losses(onOneTask));
            });
            assertThat(members.get(0).history().epochs())
                    .isEqualTo(onOneTask.history().epochs());
            assertThat(members.get(0).history().layers())
                    .isEqualTo(onOneTask.history().layers());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 1000})
    void train_oneReplica_givesTheSameBitsForAnyNumberOfLocalSteps(int localSteps) {
        Member member = trainer(Normalization.BATCH, 1, localSteps, 2, UNEVEN).train(START, TrainingObserver.NONE);
        Member withoutLocalSteps = trainer(Normalization.BATCH, 1, 1, 2, UNEVEN).train(START, TrainingObserver.NONE);
        assertThat(member.parameters()).isEqualTo(withoutLocalSteps.parameters());
        assertThat(member.history().epochs())
                .isEqualTo(withoutLocalSteps.history().epochs());
    }

    /** The definition of local steps: replicas train independently until their weights and moments are averaged. */
    @Test
    void train_twoReplicas_equalsTwoRunsAveragedAfterEveryThirdStepAndEveryEpoch() {
        List<Shard> shards = ROWS.split(2);
        MemberTrainer trainer = trainer(Normalization.NONE, 2, 3, 3, shards);
        TrainingSpec training = training(2, 3, 3);
        MemberNetwork network = network(Normalization.NONE, training);
        EpochLayout epoch = EpochLayout.of(shards, training);
        float[][] weights = new float[2][];
        SliceReader[] readers = new SliceReader[2];
        SlicePass[] passes = new SlicePass[2];
        Updater[] updaters = new Updater[2];
        for (int r = 0; r < 2; r++) {
            weights[r] = network.layout().initialize(START.seed());
            readers[r] = new SliceReader(shards, r, 2, START.seed(), null);
            NetworkPlans plans = new NetworkPlans(network, START.seed(), new Gemm());
            passes[r] = new SlicePass(plans, weights[r], BATCH / 2, new PlanMemory(), null);
            updaters[r] = training.updater(network.layout());
        }
        int steps = epoch.steps();
        assertThat(steps % 3).isNotZero();
        for (int step = 0; step < 3 * steps; step++) {
            for (int r = 0; r < 2; r++) {
                if (step % steps == 0) {
                    readers[r].startEpoch(step / steps);
                }
                int rows = epoch.rows(r, step % steps);
                passes[r].run(readers[r], rows, step, 1f / rows, 0, false, GradientListener.NONE);
                double rate = training.schedule().factor(step, 3L * steps);
                updaters[r].step(weights[r], passes[r].gradient().array(), rate);
            }
            if (step % steps % 3 == 2 || step % steps == steps - 1) {
                average(weights, updaters);
            }
        }
        assertThat(trainer.train(START, TrainingObserver.NONE).parameters()).isEqualTo(weights[0]);
    }

    private static void average(float[][] weights, Updater[] updaters) {
        OptimizerState first = updaters[0].state();
        average(weights[0], weights[1]);
        average(first.moments(), updaters[1].state().moments());
        for (Updater updater : updaters) {
            updater.restore(first);
        }
    }

    private static void average(float[] a, float[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] = (a[i] + b[i]) / 2;
            b[i] = a[i];
        }
    }

    @Test
    void train_learnableRelation_isLearntWithAQuarterOfTheCommunication() {
        double guessingLoss = 0.5 * Math.log(2 * Math.PI * Math.E * 5);
        MemberHistory history = trainer(Normalization.NONE, 4, 4, 60, UNEVEN)
                .train(START, TrainingObserver.NONE)
                .history();
        assertThat(history.epochs().get(59).validationLoss()).isLessThan(guessingLoss - 1);
    }

    @Test
    void train_replicaThatDiverges_stopsAllTasksAtTheSameAverage() throws Exception {
        List<Shard> shards = new ArrayList<>(ROWS.split(4));
        shards.set(2, ArrayShard.random(150, FEATURES, 1, x -> 1e30f * x[0]));
        List<String> ends = Gang.run(4, 4, slices -> {
            try {
                trainer(Normalization.NONE, 4, 3, 2, shards)
                        .train(START, slices, Checkpoints.NONE, TrainingObserver.NONE);
                return "trained";
            } catch (TrainingDivergedException e) {
                return e.getMessage();
            }
        });
        // Only the first task has the gradients of the first slice.
        String common = ends.get(1).substring(0, ends.get(1).indexOf(". Try"));
        assertThat(common).contains("epoch 1, step 2:");
        assertThat(ends).hasSize(4).allSatisfy(end -> assertThat(end).startsWith(common));
        assertThat(ends.get(0)).contains("gradient norms in that step: hidden.0");
    }

    private static List<List<Double>> losses(Member member) {
        return member.history().epochs().stream()
                .map(epoch -> List.of(epoch.trainLoss(), epoch.validationLoss()))
                .toList();
    }

    private static MemberTrainer trainer(
            Normalization normalization, int replicas, int localSteps, int epochs, List<Shard> shards) {
        TrainingSpec training = training(replicas, localSteps, epochs);
        return new MemberTrainer(network(normalization, training), training, shards, UNSEEN.split(8));
    }

    private static TrainingSpec training(int replicas, int localSteps, int epochs) {
        Optimizer optimizer = new Optimizer.AdamW(0.01, null, null, null, 0.01);
        return new TrainingSpec(
                        null, optimizer, null, epochs, BATCH, replicas, localSteps, 10.0, null, null, null, null, null)
                .resolvedFor(Task.REGRESSION);
    }

    private static MemberNetwork network(Normalization normalization, TrainingSpec training) {
        NetworkSpec network =
                new NetworkSpec(List.of(16, 16), null, normalization, true, 0.1, null, null, null, null, null);
        List<FeatureColumn> columns = IntStream.range(0, FEATURES)
                .<FeatureColumn>mapToObj(i -> new FeatureColumn.Numeric("x" + i, 0, 1, false))
                .toList();
        Encoding encoding = new Encoding(columns, new LabelColumn.Target("y", 0, 1));
        return MemberNetwork.of(network, null, training.loss(), encoding);
    }
}
