package io.credence.ensemble.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.encoding.Shard;
import io.credence.ensemble.network.MemberNetwork;
import io.credence.ensemble.network.NetworkPlans;
import io.credence.ensemble.replica.CarriedSlices;
import io.credence.ensemble.replica.Gang;
import io.credence.ensemble.specification.EarlyStopping;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.Task;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.autograd.ParameterLayout;
import io.credence.kernels.initialization.Initialization;
import io.credence.kernels.layer.Normalization;
import io.credence.kernels.layer.Prior;
import io.credence.kernels.loss.Loss;
import io.credence.kernels.optimizer.Optimizer;
import io.credence.kernels.plan.Plan;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Activation;
import io.credence.kernels.simd.product.Gemm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemberTrainerTest {
    private static final int FEATURES = 3;
    private static final ArrayShard ROWS = ArrayShard.random(603, FEATURES, 7, x -> x[0] - 2 * x[1] * x[2]);
    private static final ArrayShard UNSEEN = ArrayShard.random(200, FEATURES, 8, x -> x[0] - 2 * x[1] * x[2]);

    @Test
    void train_learnableRelation_explainsUnseenRows() {
        MemberTrainer trainer = new MemberTrainer(
                network(network(0, Normalization.NONE)), training(1, 60, null), ROWS.split(1), List.of(UNSEEN));
        Member member = trainer.train(new MemberStart(0, 0, 1), TrainingObserver.NONE);
        List<MemberHistory.Epoch> epochs = member.history().epochs();
        double guessingLoss = 0.5 * Math.log(2 * Math.PI * Math.E * 5);
        assertThat(epochs.get(epochs.size() - 1).validationLoss()).isLessThan(guessingLoss - 1);
        assertThat(member.history().steps()).isEqualTo(60L * 19);
    }

    /** The effect of a category on the label can only be learned by its own embedding. */
    @Test
    void train_indexedCategories_learnsAnEmbeddingForEach() {
        int categories = 30;
        double[] effects = new Random(3).doubles(categories, -3, 3).toArray();
        ArrayShard rows = ArrayShard.random(3000, 2, 7, row -> {
            row[1] = (float) Math.floor(categories * 0.999 * Math.abs(Math.sin(7 * row[1])));
            return row[0] + effects[(int) row[1]];
        });
        Encoding encoding = new Encoding(
                List.of(
                        new FeatureColumn.Numeric("x", 0, 1, false),
                        new FeatureColumn.Indexed(
                                "category",
                                IntStream.range(1, categories)
                                        .mapToObj(Integer::toString)
                                        .toList(),
                                false)),
                new LabelColumn.Target("y", 0, 1));
        MemberNetwork network =
                MemberNetwork.of(network(0, Normalization.NONE), null, TrainingSpec.lossFor(Task.REGRESSION), encoding);
        List<MemberHistory.Epoch> epochs = new MemberTrainer(
                        network, training(1, 40, null), rows.cut(2500), List.of(rows))
                .train(new MemberStart(0, 0, 1), TrainingObserver.NONE)
                .history()
                .epochs();
        double lossWithoutCategory = 0.5 * Math.log(2 * Math.PI * Math.E * 3);
        assertThat(epochs.get(epochs.size() - 1).validationLoss()).isLessThan(lossWithoutCategory - 2);
    }

    @ParameterizedTest
    @EnumSource(Normalization.class)
    void train_sameSeed_givesTheSameBits(Normalization normalization) {
        assertThat(train(network(0.1, normalization), 1, 3, 5)).isEqualTo(train(network(0.1, normalization), 1, 3, 5));
    }

    @Test
    void train_anotherSeed_givesAnotherMember() {
        NetworkSpec network = network(0, Normalization.NONE);
        assertThat(train(network, 1, 2, 5)).isNotEqualTo(train(network, 1, 2, 6));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void train_eightReplicas_givesTheSameBitsAndHistoryOnAnyNumberOfTasks(int tasks) throws Exception {
        for (Normalization normalization : Normalization.values()) {
            NetworkSpec network = network(0.1, normalization);
            MemberTrainer trainer =
                    new MemberTrainer(network(network), training(8, 2, null), ROWS.split(8), UNSEEN.split(8));
            MemberStart start = new MemberStart(0, 0, 5);
            Member onOneTask = trainer.train(start, TrainingObserver.NONE);
            List<Member> members = Gang.run(tasks, 8, slices -> new MemberTrainer(
                            network(network), training(8, 2, null), ROWS.split(8), UNSEEN.split(8))
                    .train(start, slices, Checkpoints.NONE, TrainingObserver.NONE));
            assertThat(members).hasSize(tasks).allSatisfy(member -> {
                assertThat(member.parameters()).isEqualTo(onOneTask.parameters());
                assertThat(member.history().epochs())
                        .isEqualTo(onOneTask.history().epochs());
            });
            assertThat(members.get(0).history().layers())
                    .isEqualTo(onOneTask.history().layers());
        }
    }

    @Test
    void train_onTwoThreads_givesTheBitsOfOneThreadAndEndsTheHelper() throws InterruptedException {
        Member one = trainWide(1, TrainingObserver.NONE);
        Set<Thread> helpers = new HashSet<>();
        Member two = trainWide(2, (epoch, step, rows, loss, computed, waited) -> helpers.addAll(gemmThreads()));
        assertThat(two.parameters()).isEqualTo(one.parameters());
        assertThat(two.history().epochs()).isEqualTo(one.history().epochs());
        assertOneHelperThatEnds(helpers);
    }

    @Test
    void train_failingOnTwoThreads_endsTheHelper() throws InterruptedException {
        Set<Thread> helpers = new HashSet<>();
        assertThatThrownBy(() -> trainWide(2, (epoch, step, rows, loss, computed, waited) -> {
                    helpers.addAll(gemmThreads());
                    throw new IllegalStateException("enough");
                }))
                .hasMessage("enough");
        assertOneHelperThatEnds(helpers);
    }

    /** Trains a network that is wide enough for its products to use a second thread. */
    private static Member trainWide(int threads, TrainingObserver observer) {
        NetworkSpec spec =
                new NetworkSpec(List.of(256, 256), null, Normalization.LAYER, true, 0.1, null, null, null, null, null);
        return new MemberTrainer(network(spec), training(1, 2, null), ROWS.split(8), UNSEEN.split(8), threads)
                .train(new MemberStart(0, 0, 5), observer);
    }

    private static List<Thread> gemmThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("credence-gemm"))
                .toList();
    }

    private static void assertOneHelperThatEnds(Set<Thread> helpers) throws InterruptedException {
        assertThat(helpers).hasSize(1);
        Thread helper = helpers.iterator().next();
        helper.join(10_000);
        assertThat(helper.isAlive()).isFalse();
    }

    @Test
    void train_sliceThatDiverges_stopsAllTasksAfterTheSameStep() throws Exception {
        List<Shard> shards = new ArrayList<>(ROWS.split(4));
        shards.set(2, ArrayShard.random(150, FEATURES, 1, x -> 1e30f * x[0]));
        List<String> ends = Gang.run(4, 4, slices -> {
            MemberTrainer trainer =
                    new MemberTrainer(network(network(0, Normalization.NONE)), training(4, 2, null), shards, List.of());
            try {
                trainer.train(new MemberStart(3, 0, 1), slices, Checkpoints.NONE, TrainingObserver.NONE);
                return "trained";
            } catch (TrainingDivergedException e) {
                return e.getMessage();
            }
        });
        assertThat(ends).hasSize(4).containsOnly(ends.get(0)).first().asString().startsWith("member 3 diverged");
    }

    @Test
    void train_lossThatStopsFalling_keepsTheBestEpoch() {
        ArrayShard noise = ArrayShard.random(60, FEATURES, 9, x -> Math.sin(1000 * x[0]));
        ArrayShard otherNoise = ArrayShard.random(200, FEATURES, 10, x -> Math.sin(1000 * x[0]));
        TrainingSpec training = training(1, 400, new EarlyStopping(5));
        MemberTrainer trainer = new MemberTrainer(
                network(network(0, Normalization.NONE)), training, List.of(noise), List.of(otherNoise));
        Member member = trainer.train(new MemberStart(0, 0, 1), TrainingObserver.NONE);
        MemberHistory history = member.history();
        assertThat(history.epochs()).hasSizeLessThan(400).hasSize(history.bestEpoch() + 6);
        double best = history.epochs().get(history.bestEpoch()).validationLoss();
        assertThat(history.epochs())
                .allSatisfy(epoch -> assertThat(epoch.validationLoss()).isGreaterThanOrEqualTo(best));
        ValidationLoss loss = new ValidationLoss(
                new NetworkPlans(network(network(0, Normalization.NONE)), 1, new Gemm()),
                List.of(otherNoise),
                1,
                CarriedSlices.all(1),
                member.parameters());
        assertThat(loss.mean()).isEqualTo(best);
    }

    @Test
    void train_weightedLikelihood_isValidatedByTheUnweightedOne() {
        NetworkSpec spec = network(0, Normalization.NONE);
        MemberTrainer trainer = new MemberTrainer(
                network(spec, new Loss.GaussianNll(0.5, null)), training(1, 3, null), ROWS.split(2), ROWS.split(2));
        Member member = trainer.train(new MemberStart(0, 0, 1), TrainingObserver.NONE);
        ValidationLoss plain = new ValidationLoss(
                new NetworkPlans(network(spec), 1, new Gemm()),
                ROWS.split(2),
                1,
                CarriedSlices.all(1),
                member.parameters());
        assertThat(member.history().epochs().get(2).validationLoss()).isEqualTo(plain.mean());
    }

    @Test
    void train_lossThatOverflows_reportsMemberEpochAndStep() {
        ArrayShard huge = ArrayShard.random(64, FEATURES, 1, x -> 1e30f * x[0]);
        MemberTrainer trainer = new MemberTrainer(
                network(network(0, Normalization.NONE)), training(1, 3, null), List.of(huge), List.of());
        assertThatThrownBy(() -> trainer.train(new MemberStart(4, 0, 1), TrainingObserver.NONE))
                .isInstanceOf(TrainingDivergedException.class)
                .hasMessageStartingWith("member 4 diverged in epoch 1, step 0: the loss became ")
                .hasMessageContaining("the layers' gradient norms in that step: hidden.0")
                .hasMessageContaining(", output ")
                .hasMessageContaining("learningRate");
    }

    @Test
    void divergence_reportsNormsOfTheStepAndOfTheLastInspection() {
        Map<String, Double> last = new LinkedHashMap<>();
        last.put("hidden.0", Double.NaN);
        last.put("output", 2.5);
        assertThat(TrainingDivergedException.of(
                        1,
                        2,
                        30,
                        "the loss became NaN",
                        last,
                        List.of(new MemberHistory.LayerHealth("output", 1, 0.5, null, null))))
                .hasMessageStartingWith(
                        "member 1 diverged in epoch 3, step 30: the loss became NaN; the layers' gradient norms in"
                                + " that step: hidden.0 NaN, output 2.5; at the last inspection: output 0.5. Try");
    }

    /** Otherwise a NaN would remain the best loss, and training would silently keep the weights of the first epoch. */
    @Test
    void train_validationLossThatIsNaN_diverges() {
        ArrayShard huge = ArrayShard.random(64, FEATURES, 1, x -> 1e30f * x[0]);
        MemberTrainer trainer = new MemberTrainer(
                network(network(0, Normalization.NONE)),
                training(1, 9, new EarlyStopping(2)),
                ROWS.split(1),
                List.of(huge));
        assertThatThrownBy(() -> trainer.train(new MemberStart(4, 0, 1), TrainingObserver.NONE))
                .isInstanceOf(TrainingDivergedException.class)
                .hasMessageContaining("member 4 diverged in epoch 1, step 18: the validation loss became ");
    }

    /** No later step's loss would reveal the overflow. */
    @Test
    void train_lastUpdateThatOverflows_diverges() {
        TrainingSpec oneStep = new TrainingSpec(
                        null,
                        new Optimizer.Sgd(1e38, null, null, null),
                        null,
                        1,
                        ROWS.rows(),
                        1,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null)
                .resolvedFor(Task.REGRESSION);
        ArrayShard steep = ArrayShard.random(ROWS.rows(), FEATURES, 1, x -> 1000 * x[0]);
        MemberTrainer trainer =
                new MemberTrainer(network(network(0, Normalization.NONE)), oneStep, List.of(steep), List.of());
        assertThatThrownBy(() -> trainer.train(new MemberStart(4, 0, 1), TrainingObserver.NONE))
                .isInstanceOf(TrainingDivergedException.class)
                .hasMessageContaining("member 4 diverged in epoch 1, step 0: a value of ");
    }

    @Test
    void train_squaredErrorLoss_storesItsMeanAsVariance() {
        ArrayShard noisy = ArrayShard.random(2000, FEATURES, 3, x -> x[0] + 0.5 * Math.signum(x[1] * x[2]));
        MemberNetwork network = network(
                new NetworkSpec(List.of(), null, null, null, null, null, null, null, null, null), new Loss.Mse());
        MemberTrainer trainer = new MemberTrainer(network, training(1, 30, null), List.of(noisy), List.of(noisy));
        Member member = trainer.train(new MemberStart(0, 0, 1), TrainingObserver.NONE);
        Matrix outputs = Matrix.zeros(4, 2);
        Plan plan = network.inferencePlan(4, false).compile(member.parameters());
        plan.forward();
        network.readOutput(plan, outputs, member.parameters());
        assertThat(outputs.data()[1]).isEqualTo(outputs.data()[7]).isCloseTo(0.25f, within(0.02f));
        assertThat(outputs.data()[0])
                .isEqualTo(plan.value(network.output())
                        .data()[plan.value(network.output()).offset()]);
    }

    @ParameterizedTest
    @MethodSource("normalizationsAndPriors")
    void train_deepNetwork_recordsGradientsAndDeadUnitsOfEveryLayer(Normalization normalization, Prior prior) {
        NetworkSpec spec = new NetworkSpec(
                List.of(8, 8, 8), Activation.RELU, normalization, null, 0.1, null, null, null, null, null);
        Member member = new MemberTrainer(network(spec, prior), training(1, 2, null), ROWS.split(1), List.of())
                .train(new MemberStart(0, 0, 1), TrainingObserver.NONE);
        List<MemberHistory.LayerHealth> layers = member.history().layers();
        assertThat(layers)
                .extracting(MemberHistory.LayerHealth::name)
                .containsExactly("hidden.0", "hidden.1", "hidden.2", "output");
        assertThat(layers).allSatisfy(layer -> assertThat(layer.lastGradient()).isPositive());
        assertThat(layers.subList(0, 3))
                .allSatisfy(layer -> assertThat(layer.deadUnits()).isBetween(0.0, 1.0));
        assertThat(layers.get(3).deadUnits()).isNull();
    }

    static Stream<Arguments> normalizationsAndPriors() {
        return Stream.of(Normalization.values())
                .flatMap(normalization -> Stream.of(
                        Arguments.of(normalization, null), Arguments.of(normalization, new Prior.Gaussian(null))));
    }

    /** With a learning rate of 1000, most units become negative on every row. */
    @ParameterizedTest
    @EnumSource(Normalization.class)
    void train_layerPushedBelowZero_isRecordedAsDead(Normalization normalization) {
        NetworkSpec spec = new NetworkSpec(
                List.of(8, 8), Activation.RELU, normalization, null, null, null, null, null, null, null);
        MemberNetwork network = network(spec);
        Optimizer huge = new Optimizer.Sgd(1e3, null, null, null);
        TrainingSpec training = new TrainingSpec(null, huge, null, 1, 32, 1, null, 1.0, null, null, null, null, null)
                .resolvedFor(Task.REGRESSION);
        Member member = new MemberTrainer(network, training, ROWS.split(1), List.of())
                .train(new MemberStart(0, 0, 1), TrainingObserver.NONE);
        assertThat(member.history().layers().get(1).deadUnits()).isGreaterThan(0.5);
    }

    /**
     * 33 rows in batches of 32: every epoch ends with a batch of one row, whose variance of 0 carries no information
     * about the data.
     */
    @ParameterizedTest
    @EnumSource(names = {"BATCH", "SYNCHRONIZED_BATCH"})
    void train_lastBatchOfOneRow_keepsTheRunningVarianceOfTheData(Normalization normalization) {
        ArrayShard rows = ArrayShard.random(33, FEATURES, 7, x -> x[0]);
        NetworkSpec spec = new NetworkSpec(List.of(8), null, normalization, null, null, null, null, null, null, null);
        MemberNetwork network = network(spec);
        Optimizer tinySteps = new Optimizer.Sgd(1e-12, null, null, null);
        TrainingSpec training = new TrainingSpec(
                        null, tinySteps, null, 200, 32, 1, null, null, null, null, null, null, null)
                .resolvedFor(Task.REGRESSION);
        float[] parameters = new MemberTrainer(network, training, List.of(rows), List.of())
                .train(new MemberStart(0, 0, 1), TrainingObserver.NONE)
                .parameters();

        ParameterLayout.Entry weight = network.layout().entry("hidden.0.0.weight");
        ParameterLayout.Entry running = network.layout().entry("hidden.0.1.variance");
        for (int unit = 0; unit < 8; unit++) {
            int column = unit;
            double[] sums = IntStream.range(0, 33)
                    .mapToDouble(row -> IntStream.range(0, FEATURES)
                            .mapToDouble(i -> rows.featureRows()[row][i] * parameters[weight.offset() + i * 8 + column])
                            .sum())
                    .toArray();
            double mean = Arrays.stream(sums).average().orElseThrow();
            double variance =
                    Arrays.stream(sums).map(sum -> (sum - mean) * (sum - mean)).sum() / 32;
            // A batch lacks one of 33 rows, so its variance differs slightly from that of all rows.
            assertThat((double) parameters[running.offset() + unit]).isCloseTo(variance, withinPercentage(5));
        }
    }

    @Test
    void train_noRows_isRejected() {
        assertThatThrownBy(() -> new MemberTrainer(
                        network(network(0, Normalization.NONE)), training(1, 3, null), List.of(), List.of()))
                .hasMessage("a member has 0 training rows; it must have at least 1");
    }

    private static NetworkSpec network(double dropout, Normalization normalization) {
        return new NetworkSpec(List.of(16, 16), null, normalization, true, dropout, null, null, null, null, null);
    }

    private static MemberNetwork network(NetworkSpec spec) {
        return network(spec, TrainingSpec.lossFor(Task.REGRESSION));
    }

    @Test
    void train_sliceWithFewRows_recordsNoDeadUnits() {
        NetworkSpec spec = new NetworkSpec(List.of(8), null, null, null, null, null, null, null, null, null);
        TrainingSpec training = new TrainingSpec(null, null, null, 1, 31, 1, null, null, null, null, null, null, null)
                .resolvedFor(Task.REGRESSION);
        Member member = new MemberTrainer(network(spec), training, ROWS.split(1), List.of())
                .train(new MemberStart(0, 0, 1), TrainingObserver.NONE);
        assertThat(member.history().layers())
                .allSatisfy(layer -> assertThat(layer.deadUnits()).isNull());
    }

    @Test
    void train_batchLargerThanTheData_usesAllRowsInEveryStep() {
        TrainingSpec whole = new TrainingSpec(
                        null, null, null, 3, Integer.MAX_VALUE, 1, null, null, null, null, null, null, null)
                .resolvedFor(Task.REGRESSION);
        TrainingSpec exact = new TrainingSpec(
                        null, null, null, 3, ROWS.rows(), 1, null, null, null, null, null, null, null)
                .resolvedFor(Task.REGRESSION);
        Member member = new MemberTrainer(network(network(0, Normalization.NONE)), whole, ROWS.split(2), List.of())
                .train(new MemberStart(0, 0, 1), TrainingObserver.NONE);
        assertThat(member.history().steps()).isEqualTo(3);
        assertThat(member.parameters())
                .isEqualTo(new MemberTrainer(network(network(0, Normalization.NONE)), exact, ROWS.split(2), List.of())
                        .train(new MemberStart(0, 0, 1), TrainingObserver.NONE)
                        .parameters());
    }

    @Test
    void requireFitting_moreValuesThanAnArrayCanHold_namesTheSetting() {
        MemberNetwork network = network(network(0, Normalization.NONE));
        TrainingSpec training = new TrainingSpec(
                        null, null, null, 1, 1 << 30, 1, null, null, null, null, null, null, null)
                .resolvedFor(Task.REGRESSION);
        assertThatThrownBy(() -> network.requireFitting(training, 1 << 30))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageMatching("training.batchSize is 1073741824; it must be smaller, or divided by more"
                        + " training.replicas: with this network and loss a replica's 1073741824 rows take \\d+ values,"
                        + " and the maximum is 2147483639");
    }

    /** A linear model may start from zeros, because its outputs get different gradients. */
    @Test
    void initialization_appliesToTheOutputLayer_evenZerosIfItIsTheOnlyLayer() {
        NetworkSpec linear =
                new NetworkSpec(List.of(), null, null, null, null, Initialization.ZEROS, null, null, null, null);
        MemberNetwork network = network(linear);
        assertThat(network.layout().initialize(1)).containsOnly(0f);
        float[] drawn = network(new NetworkSpec(
                        List.of(), null, null, null, null, Initialization.HE_UNIFORM, null, null, null, null))
                .layout()
                .initialize(1);
        assertThat(drawn)
                .isNotEqualTo(network(new NetworkSpec(List.of(), null, null, null, null, null, null, null, null, null))
                        .layout()
                        .initialize(1));
        TrainingSpec training = training(1, 20, null);
        Member member = new MemberTrainer(network, training, ROWS.split(1), List.of())
                .train(new MemberStart(0, 0, 1), TrainingObserver.NONE);
        assertThat(member.history().epochs().get(19).trainLoss())
                .isLessThan(member.history().epochs().get(0).trainLoss());
    }

    private static MemberNetwork network(NetworkSpec spec, Loss loss) {
        return network(spec, loss, null);
    }

    private static MemberNetwork network(NetworkSpec spec, Prior prior) {
        return network(spec, TrainingSpec.lossFor(Task.REGRESSION), prior);
    }

    private static MemberNetwork network(NetworkSpec spec, Loss loss, Prior prior) {
        List<FeatureColumn> columns = IntStream.range(0, FEATURES)
                .<FeatureColumn>mapToObj(i -> new FeatureColumn.Numeric("x" + i, 0, 1, false))
                .toList();
        return MemberNetwork.of(spec, prior, loss, new Encoding(columns, new LabelColumn.Target("y", 0, 1)));
    }

    private static TrainingSpec training(int replicas, int epochs, EarlyStopping stopping) {
        Optimizer optimizer = new Optimizer.AdamW(0.01, null, null, null, 0.01);
        return new TrainingSpec(
                        null, optimizer, null, epochs, 32, replicas, null, 10.0, stopping, null, null, null, null)
                .resolvedFor(Task.REGRESSION);
    }

    private static float[] train(NetworkSpec network, int replicas, int epochs, long seed) {
        return new MemberTrainer(network(network), training(replicas, epochs, null), ROWS.split(8), List.of())
                .train(new MemberStart(0, 0, seed), TrainingObserver.NONE)
                .parameters();
    }
}
