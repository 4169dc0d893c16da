package io.credence.ensemble.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.network.MemberNetwork;
import io.credence.ensemble.replica.CarriedSlices;
import io.credence.ensemble.replica.Gang;
import io.credence.ensemble.specification.EarlyStopping;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.Task;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.kernels.layer.Normalization;
import io.credence.kernels.layer.Prior;
import io.credence.kernels.optimizer.Optimizer;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** A training run that is interrupted and then continued from a file produces the same bits as an uninterrupted one. */
class InterruptedTrainingTest {
    private static final int FEATURES = 3;
    private static final MemberStart START = MemberStart.of(11, 2, 1);

    private static final ArrayShard TRAIN =
            ArrayShard.random(90, FEATURES, 7, x -> x[0] - 2 * x[1] + Math.sin(100 * x[2]));
    private static final ArrayShard VALIDATION =
            ArrayShard.random(40, FEATURES, 8, x -> x[0] - 2 * x[1] + Math.sin(100 * x[2]));

    private record Case(
            Optimizer optimizer,
            int replicas,
            int localSteps,
            boolean stopsEarly,
            Normalization normalization,
            boolean drawsWeights) {
        MemberTrainer trainer() {
            TrainingSpec training = new TrainingSpec(
                            null,
                            optimizer,
                            null,
                            6,
                            16,
                            replicas,
                            localSteps,
                            1.0,
                            stopsEarly ? new EarlyStopping(1) : null,
                            null,
                            replicas == 2 ? null : 0.9,
                            null,
                            null)
                    .resolvedFor(Task.REGRESSION);
            NetworkSpec network =
                    new NetworkSpec(List.of(6, 6), null, normalization, true, 0.2, null, null, null, null, null);
            List<FeatureColumn> columns = IntStream.range(0, FEATURES)
                    .<FeatureColumn>mapToObj(i -> new FeatureColumn.Numeric("x" + i, 0, 1, false))
                    .toList();
            Encoding encoding = new Encoding(columns, new LabelColumn.Target("y", 0, 1));
            return new MemberTrainer(
                    MemberNetwork.of(network, drawsWeights ? new Prior.Gaussian(1.0) : null, training.loss(), encoding),
                    training,
                    TRAIN.cut(5, 20, 10, 3, 30, 2, 15, 5),
                    VALIDATION.split(4));
        }

        Member train(CarriedSlices slices, Checkpoints checkpoints) {
            return trainer().train(START, slices, checkpoints, TrainingObserver.NONE);
        }

        Member trainOnOneTask(Checkpoints checkpoints) {
            return train(CarriedSlices.all(replicas), checkpoints);
        }
    }

    @Property(tries = 150)
    void continued_afterAnyInterruptions_givesTheSameBitsAndHistory(
            @ForAll("cases") Case training,
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 20) Integer> cuts) {
        Member uninterrupted = training.trainOnOneTask(Checkpoints.NONE);
        SavedState saved = new SavedState();
        for (int steps : cuts) {
            saved.interruptAfter(steps);
            try {
                training.trainOnOneTask(saved);
            } catch (SavedState.Interruption e) {
                assertThat(saved.latest()).isPresent();
            }
        }
        saved.interruptAfter(Integer.MAX_VALUE);
        assertSame(training.trainOnOneTask(saved), uninterrupted);
    }

    @Property(tries = 30)
    void continued_onAnotherNumberOfTasks_givesTheSameBitsAndHistory(
            @ForAll("optimizers") Optimizer optimizer,
            @ForAll Normalization normalization,
            @ForAll @IntRange(min = 1, max = 3) int localSteps,
            @ForAll @IntRange(max = 2) int logTasks,
            @ForAll @IntRange(max = 2) int logTasksLater,
            @ForAll @IntRange(min = 1, max = 15) int cut)
            throws Exception {
        Case training = new Case(optimizer, 4, localSteps, false, normalization, false);
        byte[] state = Gang.run(1 << logTasks, 4, slices -> {
                    SavedState saved = new SavedState();
                    saved.interruptAfter(cut);
                    try {
                        throw new AssertionError("not interrupted: " + training.train(slices, saved));
                    } catch (SavedState.Interruption e) {
                        return saved.file();
                    }
                })
                .get(0);
        List<Member> members =
                Gang.run(1 << logTasksLater, 4, slices -> training.train(slices, SavedState.continuing(state)));
        Member uninterrupted = training.trainOnOneTask(Checkpoints.NONE);
        assertSame(members.get(0), uninterrupted);
        assertThat(members).allSatisfy(member -> assertThat(member.parameters()).isEqualTo(uninterrupted.parameters()));
    }

    @Property(tries = 30)
    void state_atTheSameStep_isTheSameInEveryTask(
            @ForAll @IntRange(min = 1, max = 3) int localSteps, @ForAll @IntRange(min = 1, max = 8) int cut)
            throws Exception {
        Case training = new Case(
                new Optimizer.Adam(null, null, null, null, null), 4, localSteps, true, Normalization.BATCH, false);
        List<TrainingState> states = Gang.run(4, 4, slices -> {
            SavedState saved = new SavedState();
            saved.interruptAfter(cut);
            try {
                throw new AssertionError("not interrupted: " + training.train(slices, saved));
            } catch (SavedState.Interruption e) {
                return saved.latest().orElseThrow();
            }
        });
        TrainingState first = states.get(0);
        assertThat(states).hasSize(4).allSatisfy(state -> {
            assertThat(state.steps()).isEqualTo(first.steps());
            assertThat(state.parameters()).isEqualTo(first.parameters());
            assertThat(state.optimizer().moments()).isEqualTo(first.optimizer().moments());
            assertThat(state.epochs())
                    .extracting(MemberHistory.Epoch::trainLoss, MemberHistory.Epoch::validationLoss)
                    .isEqualTo(first.epochs().stream()
                            .map(epoch -> tuple(epoch.trainLoss(), epoch.validationLoss()))
                            .toList());
            assertThat(state.lossSum()).isEqualTo(first.lossSum());
        });
    }

    @Test
    void stateOfAnotherRun_isRejected() {
        Case training = new Case(new Optimizer.Sgd(null, null, null, null), 2, 1, false, Normalization.NONE, false);
        SavedState saved = new SavedState();
        saved.interruptAfter(3);
        try {
            training.trainOnOneTask(saved);
        } catch (SavedState.Interruption e) {
            saved.interruptAfter(1000);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> training.trainer()
                        .train(MemberStart.of(11, 2, 0), CarriedSlices.all(2), saved, TrainingObserver.NONE))
                .withMessageContaining("the state to continue from belongs to MemberStart[index=2, attempt=1");
        Case other = new Case(new Optimizer.Adam(null, null, null, null, null), 2, 1, false, Normalization.NONE, false);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> other.trainOnOneTask(saved))
                .withMessageContaining("adam must have");
        Case wider = new Case(training.optimizer(), 2, 1, false, Normalization.LAYER, false);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> wider.trainOnOneTask(saved))
                .withMessageContaining("parameters; it must have the network's");
    }

    private static void assertSame(Member member, Member uninterrupted) {
        assertThat(member.parameters()).isEqualTo(uninterrupted.parameters());
        MemberHistory history = member.history();
        assertThat(history.epochs()).isEqualTo(uninterrupted.history().epochs());
        assertThat(history.layers()).isEqualTo(uninterrupted.history().layers());
        assertThat(history.bestEpoch()).isEqualTo(uninterrupted.history().bestEpoch());
        assertThat(history.steps()).isEqualTo(uninterrupted.history().steps());
    }

    @Provide
    Arbitrary<Case> cases() {
        return Combinators.combine(
                        optimizers(),
                        Arbitraries.of(1, 2, 4),
                        Arbitraries.of(1, 1, 3),
                        Arbitraries.of(true, false),
                        Arbitraries.of(Normalization.values()),
                        Arbitraries.of(false, false, true))
                .as(Case::new);
    }

    @Provide
    Arbitrary<Optimizer> optimizers() {
        return Arbitraries.of(
                new Optimizer.Sgd(0.05, null, null, null),
                new Optimizer.Sgd(0.05, 0.9, null, 0.01),
                new Optimizer.Sgd(0.05, 0.9, true, null),
                new Optimizer.Adam(0.01, null, null, null, 0.01),
                new Optimizer.AdamW(0.01, null, null, null, 0.01),
                new Optimizer.Amsgrad(0.01, null, null, null, null));
    }
}
