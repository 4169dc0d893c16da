package io.credence.ensemble.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.encoding.Shard;
import io.credence.ensemble.network.MemberNetwork;
import io.credence.ensemble.network.NetworkPlans;
import io.credence.ensemble.specification.AdversarialSpec;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.Task;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.ensemble.training.ArrayShard;
import io.credence.ensemble.training.Checkpoints;
import io.credence.ensemble.training.Member;
import io.credence.ensemble.training.MemberStart;
import io.credence.ensemble.training.MemberTrainer;
import io.credence.ensemble.training.TrainingObserver;
import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.embedding.NumericEmbedding;
import io.credence.kernels.layer.Normalization;
import io.credence.kernels.optimizer.Optimizer;
import io.credence.kernels.optimizer.Updater;
import io.credence.kernels.plan.Plan;
import io.credence.kernels.random.RowKeys;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Activation;
import io.credence.kernels.simd.product.Gemm;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests replicas whose batch normalisation uses the statistics of the whole batch. */
class LockstepSlicesTest {
    private static final int FEATURES = 3;
    private static final int BATCH = 32;
    private static final int REPLICAS = 4;
    private static final int EPOCHS = 3;
    private static final MemberStart START = new MemberStart(0, 0, 5);
    private static final AdversarialSpec ADVERSARIAL = new AdversarialSpec(0.1);

    /** Slices of very different lengths: the second is exhausted after half of the epoch. */
    private static final List<Shard> UNEVEN =
            ArrayShard.random(603, FEATURES, 7, x -> x[0] - 2 * x[1] * x[2]).cut(80, 85, 40, 45, 100, 100, 70, 83);

    private static final List<Shard> UNSEEN =
            ArrayShard.random(200, FEATURES, 8, x -> x[0] - 2 * x[1] * x[2]).split(8);

    @Test
    void train_fourReplicas_equalsTrainingOnWholeBatches() {
        float[] whole = trainOnWholeBatches(null);
        assertThat(distance(train(Normalization.SYNCHRONIZED_BATCH, null), whole))
                .isLessThan(1e-3);
        assertThat(distance(train(Normalization.BATCH, null), whole)).isGreaterThan(0.1);
    }

    @Test
    void train_fourReplicasWithAdversarialRows_equalsTrainingOnWholeBatches() {
        float[] whole = trainOnWholeBatches(ADVERSARIAL);
        assertThat(distance(train(Normalization.SYNCHRONIZED_BATCH, ADVERSARIAL), whole))
                .isLessThan(5e-3);
        assertThat(distance(train(Normalization.SYNCHRONIZED_BATCH, null), whole))
                .isGreaterThan(0.05);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void train_withAdversarialRowsAndEmptySlices_givesTheSameBitsOnAnyNumberOfTasks(int tasks) throws Exception {
        MemberTrainer trainer = trainer(Normalization.SYNCHRONIZED_BATCH, ADVERSARIAL);
        Member onOneTask = trainer.train(START, TrainingObserver.NONE);
        List<Member> members = Gang.run(
                tasks, REPLICAS, slices -> trainer.train(START, slices, Checkpoints.NONE, TrainingObserver.NONE));
        assertThat(members).hasSize(tasks).allSatisfy(member -> {
            assertThat(member.parameters()).isEqualTo(onOneTask.parameters());
            assertThat(member.history().epochs()).isEqualTo(onOneTask.history().epochs());
        });
        assertThat(members.get(0).history().layers())
                .isEqualTo(onOneTask.history().layers());
    }

    private static float[] train(Normalization normalization, AdversarialSpec adversarial) {
        return trainer(normalization, adversarial)
                .train(START, TrainingObserver.NONE)
                .parameters();
    }

    /** The definition of synchronised batch normalisation: one plan with the rows of all slices. */
    private static float[] trainOnWholeBatches(AdversarialSpec adversarial) {
        TrainingSpec training = training(adversarial);
        MemberNetwork network = network(Normalization.BATCH, training);
        NetworkPlans plans = new NetworkPlans(network, START.seed(), new Gemm());
        EpochLayout epoch = EpochLayout.of(UNEVEN, training);
        float[] weights = network.layout().initialize(START.seed());
        float[] gradient = new float[weights.length];
        Updater updater = training.updater(network.layout());
        SliceReader[] readers = IntStream.range(0, REPLICAS)
                .mapToObj(slice -> new SliceReader(UNEVEN, slice, REPLICAS, START.seed(), null))
                .toArray(SliceReader[]::new);
        for (int step = 0; step < EPOCHS * epoch.steps(); step++) {
            int stepOfEpoch = step % epoch.steps();
            int rows = epoch.rows(stepOfEpoch);
            Plan plan = plans.training(rows).gradientOf(network.features()).compile(weights, gradient);
            for (int slice = 0, from = 0; slice < REPLICAS; from += epoch.rows(slice++, stepOfEpoch)) {
                if (stepOfEpoch == 0) {
                    readers[slice].startEpoch(step / epoch.steps());
                }
                readers[slice].read(
                        rows(plan.value(network.features()), from, epoch.rows(slice, stepOfEpoch)),
                        rows(plan.value(network.targets()), from, epoch.rows(slice, stepOfEpoch)));
            }
            long[] keys = new long[rows];
            RowKeys.of(plan.value(network.features()), keys);
            plan.forward(keys, step);
            plan.backward(1f / rows, 0f, GradientListener.NONE);
            if (adversarial != null) {
                addAdversarial(plan, network, gradient, keys, step);
            }
            updater.step(weights, gradient, training.schedule().factor(step, (long) EPOCHS * epoch.steps()));
        }
        return weights;
    }

    /** Replaces the gradient with the mean of itself and the gradient of the adversarial rows. */
    private static void addAdversarial(Plan plan, MemberNetwork network, float[] gradient, long[] keys, int step) {
        float[] cleanGradient = gradient.clone();
        Matrix features = plan.value(network.features());
        Matrix slopes = plan.gradient(network.features());
        for (int i = 0; i < features.rows() * FEATURES; i++) {
            float sign = Math.signum(slopes.data()[slopes.offset() + i]);
            features.data()[features.offset() + i] += ADVERSARIAL.epsilon().floatValue() * sign;
        }
        plan.forward(keys, step);
        plan.backward(1f / features.rows(), 0f, GradientListener.NONE);
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = (gradient[i] + cleanGradient[i]) / 2;
        }
    }

    private static Matrix rows(Matrix all, int from, int count) {
        return new Matrix(all.data(), all.row(from), count, all.columns(), all.stride());
    }

    /** Returns the largest difference between two sets of parameters. */
    private static double distance(float[] a, float[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> Math.abs(a[i] - b[i]))
                .max()
                .orElseThrow();
    }

    private static MemberTrainer trainer(Normalization normalization, AdversarialSpec adversarial) {
        TrainingSpec training = training(adversarial);
        return new MemberTrainer(network(normalization, training), training, UNEVEN, UNSEEN);
    }

    private static TrainingSpec training(AdversarialSpec adversarial) {
        Optimizer optimizer = new Optimizer.Sgd(0.02, 0.9, null, null);
        return new TrainingSpec(
                        null, optimizer, null, EPOCHS, BATCH, REPLICAS, null, 1.0, null, adversarial, null, null, null)
                .resolvedFor(Task.REGRESSION);
    }

    private static MemberNetwork network(Normalization normalization, TrainingSpec training) {
        NetworkSpec network = new NetworkSpec(
                List.of(16, 16),
                Activation.TANH,
                normalization,
                true,
                0.1,
                null,
                null,
                null,
                null,
                new NumericEmbedding.PiecewiseLinear(4, 3));
        List<FeatureColumn> columns = IntStream.range(0, FEATURES)
                .<FeatureColumn>mapToObj(i -> new FeatureColumn.Numeric("x" + i, 0, 1, false))
                .toList();
        Encoding encoding = new Encoding(columns, new LabelColumn.Target("y", 0, 1));
        return MemberNetwork.of(network, null, training.loss(), encoding);
    }
}
