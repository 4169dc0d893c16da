package io.credence.ensemble.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.network.MemberNetwork;
import io.credence.ensemble.network.NetworkPlans;
import io.credence.ensemble.specification.AdversarialSpec;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.Task;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.ensemble.training.ArrayShard;
import io.credence.ensemble.training.MemberStart;
import io.credence.ensemble.training.MemberTrainer;
import io.credence.ensemble.training.TrainingObserver;
import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.layer.Prior;
import io.credence.kernels.optimizer.Optimizer;
import io.credence.kernels.plan.Plan;
import io.credence.kernels.plan.PlanMemory;
import io.credence.kernels.random.RowKeys;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Activation;
import io.credence.kernels.simd.product.Gemm;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdversaryTest {
    private static final int FEATURES = 3;
    private static final int BATCH = 16;
    private static final long SEED = 4;
    private static final float EPSILON = 0.05f;
    private static final ArrayShard ROWS = ArrayShard.random(BATCH, FEATURES, 7, x -> Math.sin(x[0]) - x[1] * x[2]);

    @ParameterizedTest
    @CsvSource({"0, false", "0.3, false", "0, true"})
    void gradient_isTheMeanOverCleanAndAdversarialRows_andArrivesInPieces(double dropout, boolean variational) {
        MemberNetwork network = network(dropout, variational ? new Prior.Gaussian(null) : null);
        float[] parameters = network.layout().initialize(SEED);
        SlicePass pass = new SlicePass(
                plans(network), parameters, BATCH, new PlanMemory(), new AdversarialSpec((double) EPSILON));
        List<int[]> pieces = new ArrayList<>();
        double loss =
                pass.run(reader(), BATCH, 3, 1f / BATCH, 0.01f, false, (from, to) -> pieces.add(new int[] {from, to}));

        float[] cleanGradient = new float[parameters.length];
        Plan plan = plan(network, parameters, cleanGradient);
        long[] keys = readRows(network, plan);
        plan.forward(keys, 3);
        plan.backward(1f / BATCH, 0.01f, GradientListener.NONE);
        assertThat(loss).isEqualTo(plan.lossSum());
        float[] adversarialGradient = new float[parameters.length];
        Plan adversarialPlan = plan(network, parameters, adversarialGradient);
        readRows(network, adversarialPlan);
        perturb(adversarialPlan.value(network.features()), plan.gradient(network.features()), EPSILON);
        adversarialPlan.forward(keys, 3);
        adversarialPlan.backward(1f / BATCH, 0.01f, GradientListener.NONE);

        for (int p = 0; p < parameters.length; p++) {
            assertThat(pass.gradient().array()[p])
                    .isCloseTo((cleanGradient[p] + adversarialGradient[p]) / 2, within(1e-5f));
        }
        assertThat(adversarialGradient).isNotEqualTo(cleanGradient);
        assertThat(pieces.get(0)[1]).isEqualTo(parameters.length);
        assertThat(pieces.get(pieces.size() - 1)[0]).isZero();
    }

    @Test
    void gradient_equalsFiniteDifferences_withTheAdversarialRowsFixed() {
        MemberNetwork network = network(0, null);
        float[] parameters = network.layout().initialize(SEED);
        SlicePass pass = new SlicePass(
                plans(network), parameters, BATCH, new PlanMemory(), new AdversarialSpec((double) EPSILON));
        pass.run(reader(), BATCH, 0, 1f / BATCH, 0, false, GradientListener.NONE);
        Plan rows = plan(network, parameters, new float[parameters.length]);
        readRows(network, rows);
        rows.forward();
        rows.backward(1, 0, GradientListener.NONE);
        Plan adversarialPlan = plan(network, parameters, new float[parameters.length]);
        readRows(network, adversarialPlan);
        perturb(adversarialPlan.value(network.features()), rows.gradient(network.features()), EPSILON);

        for (int p = 0; p < parameters.length; p++) {
            float original = parameters[p];
            parameters[p] = original + 1e-2f;
            double above = loss(rows) + loss(adversarialPlan);
            parameters[p] = original - 1e-2f;
            double below = loss(rows) + loss(adversarialPlan);
            parameters[p] = original;
            double difference = (above - below) / (2e-2 * 2 * BATCH);
            assertThat((double) pass.gradient().array()[p])
                    .isCloseTo(difference, within(2e-3 + 0.01 * Math.abs(difference)));
        }
    }

    @Test
    void adversarialRows_raiseTheLoss_butLessAfterAdversarialTraining() {
        ArrayShard train = ArrayShard.random(400, FEATURES, 8, x -> Math.sin(2 * x[0]) - x[1] * x[2]);
        double plain = lossIncrease(train, null);
        double adversarial = lossIncrease(train, new AdversarialSpec(0.1));
        assertThat(plain).isPositive();
        assertThat(adversarial).isPositive().isLessThan(0.8 * plain);
    }

    @Test
    void epsilon_zero_isRejected() {
        assertThatThrownBy(() -> new AdversarialSpec(0.0)).hasMessageContaining("epsilon is 0.0");
    }

    /** Returns the increase in the mean loss of a trained member when its rows are perturbed by 0.1. */
    private static double lossIncrease(ArrayShard train, AdversarialSpec adversarial) {
        MemberNetwork network = network(0, null);
        TrainingSpec training = new TrainingSpec(
                        null,
                        new Optimizer.AdamW(0.01, null, null, null, 0.0),
                        null,
                        30,
                        BATCH,
                        null,
                        null,
                        null,
                        null,
                        adversarial,
                        null,
                        null,
                        null)
                .resolvedFor(Task.REGRESSION);
        float[] parameters = new MemberTrainer(network, training, List.of(train), List.of())
                .train(new MemberStart(0, 0, SEED), TrainingObserver.NONE)
                .parameters();
        Plan plan = plan(network, parameters, new float[parameters.length]);
        readRows(network, plan);
        plan.forward();
        plan.backward(1, 0, GradientListener.NONE);
        double before = plan.lossSum();
        perturb(plan.value(network.features()), plan.gradient(network.features()), 0.1f);
        plan.forward();
        return (plan.lossSum() - before) / BATCH;
    }

    private static double loss(Plan plan) {
        plan.forward();
        return plan.lossSum();
    }

    private static void perturb(Matrix rows, Matrix gradient, float epsilon) {
        for (int i = 0; i < BATCH * FEATURES; i++) {
            rows.data()[rows.offset() + i] += epsilon * Math.signum(gradient.data()[gradient.offset() + i]);
        }
    }

    private static SliceReader reader() {
        SliceReader reader = new SliceReader(List.of(ROWS), 0, 1, SEED, null);
        reader.startEpoch(0);
        return reader;
    }

    private static long[] readRows(MemberNetwork network, Plan plan) {
        reader().read(plan.value(network.features()), plan.value(network.targets()));
        long[] keys = new long[BATCH];
        RowKeys.of(plan.value(network.features()), keys);
        return keys;
    }

    private static Plan plan(MemberNetwork network, float[] parameters, float[] gradient) {
        return plans(network).training(BATCH).gradientOf(network.features()).compile(parameters, gradient);
    }

    private static NetworkPlans plans(MemberNetwork network) {
        return new NetworkPlans(network, SEED, new Gemm());
    }

    private static MemberNetwork network(double dropout, Prior prior) {
        NetworkSpec spec =
                new NetworkSpec(List.of(8), Activation.TANH, null, null, dropout, null, null, null, null, null);
        List<FeatureColumn> columns = IntStream.range(0, FEATURES)
                .<FeatureColumn>mapToObj(i -> new FeatureColumn.Numeric("x" + i, 0, 1, false))
                .toList();
        return MemberNetwork.of(
                spec,
                prior,
                TrainingSpec.lossFor(Task.REGRESSION),
                new Encoding(columns, new LabelColumn.Target("y", 0, 1)));
    }
}
