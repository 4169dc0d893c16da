package io.credence.kernels.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.autograd.ParameterLayout;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.autograd.ShapeException;
import io.credence.kernels.initialization.Initialization;
import io.credence.kernels.initialization.Initializer;
import io.credence.kernels.loss.SquaredError;
import io.credence.kernels.optimizer.Optimizer;
import io.credence.kernels.optimizer.Updater;
import io.credence.kernels.plan.Plan;
import io.credence.kernels.plan.TrainingHealth;
import io.credence.kernels.random.Purpose;
import io.credence.kernels.random.RandomStream;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerTest {
    private static final int FEATURES = 4;
    private static final int ROWS = 6;

    /** With zero weights all neurons of a hidden layer stay equal; with random weights they do not. */
    @ParameterizedTest
    @EnumSource(names = {"ZEROS", "AUTO"})
    void training_keepsAllNeuronsEqual_onlyFromZeroWeights(Initialization start) {
        Network network = new Network(
                new Dense(3, Activation.SIGMOID, start), new Dense(1, Activation.IDENTITY, Initialization.ZEROS));
        network.train(20);

        float[] firstRow = Arrays.copyOf(network.parameters, 3);
        assertThat(firstRow[0]).isNotZero();
        assertThat(firstRow[0] == firstRow[1] && firstRow[1] == firstRow[2]).isEqualTo(start == Initialization.ZEROS);
    }

    @Test
    void layout_namesParametersAfterTheirLayer_withTrainedOnesFirst() {
        Network network = new Network(
                new Dense(3, Activation.IDENTITY, Initialization.AUTO),
                new BatchNormalization(false),
                new Dense(1, Activation.IDENTITY, Initialization.AUTO));

        assertThat(network.graph.layout().entries().stream().map(ParameterLayout.Entry::name))
                .containsExactly(
                        "net.0.weight",
                        "net.0.bias",
                        "net.1.gain",
                        "net.1.bias",
                        "net.2.weight",
                        "net.2.bias",
                        "net.1.mean",
                        "net.1.variance");
        assertThat(network.graph.layout().trained()).isEqualTo(12 + 3 + 3 + 3 + 3 + 1);
        assertThat(network.graph.layout().decayedRanges()).containsExactly(0, 12, 21, 24);
    }

    @Test
    void packedMembers_computeTheirOwnRowsWithTheirOwnParameters() {
        Network network = new Network(
                new MemberScale(2, new Initializer.NormalByGroup(1, List.of(FEATURES))),
                new SharedDense(2, 3, Activation.TANH, Initialization.AUTO),
                new MemberDense(2, 1, Initialization.AUTO));
        float[] before = network.predict(ROWS, false, 0);
        for (String own :
                List.of("net.0.scale", "net.1.input.scale", "net.1.output.scale", "net.1.bias", "net.2.bias")) {
            ParameterLayout.Entry entry = network.graph.layout().entry(own);
            network.parameters[entry.end() - 1] += 0.5f;
        }

        float[] after = network.predict(ROWS, false, 0);

        for (int row = 0; row < ROWS; row++) {
            if (row < ROWS / 2) {
                assertThat(after[row]).isEqualTo(before[row]);
            } else {
                assertThat(after[row]).isNotEqualTo(before[row]);
            }
        }
        assertThatThrownBy(() -> network.predict(ROWS - 1, false, 0))
                .hasMessageContaining("the batch has 5 rows; with 2 packed members it must have a multiple of 2");
    }

    @Test
    void batchNormalization_inferenceOfOneRow_usesTheRunningStatistics() {
        Network network =
                new Network(new BatchNormalization(false), new Dense(1, Activation.IDENTITY, Initialization.AUTO));
        network.train(200);
        Matrix features = network.plan.value(network.features);

        float alone = network.predict(1, false, 3)[0];

        double expected = network.entry("net.1.bias")[0];
        for (int j = 0; j < FEATURES; j++) {
            double normal = (features.data()[features.row(3) + j] - network.entry("net.0.mean")[j])
                    / Math.sqrt(network.entry("net.0.variance")[j] + 1e-5);
            double y = normal * network.entry("net.0.gain")[j] + network.entry("net.0.bias")[j];
            expected += y * network.entry("net.1.weight")[j];
        }
        assertThat((double) alone).isCloseTo(expected, within(1e-4));
    }

    @Test
    void batchNormalization_afterManySteps_hasTheStatisticsOfTheData() {
        Network network =
                new Network(new BatchNormalization(false), new Dense(1, Activation.IDENTITY, Initialization.AUTO));
        network.train(200);
        Matrix features = network.plan.value(network.features);
        for (int column = 0; column < FEATURES; column++) {
            double mean = 0;
            double variance = 0;
            for (int row = 0; row < ROWS; row++) {
                mean += features.data()[features.row(row) + column] / ROWS;
            }
            for (int row = 0; row < ROWS; row++) {
                variance += Math.pow(features.data()[features.row(row) + column] - mean, 2) / (ROWS - 1);
            }

            assertThat((double) network.entry("net.0.mean")[column]).isCloseTo(mean, within(1e-4));
            assertThat((double) network.entry("net.0.variance")[column]).isCloseTo(variance, within(1e-4));
        }
    }

    /** The variance of a single row is 0 and carries no information about the data. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void batchNormalization_ofASingleRow_keepsTheRunningStatistics(boolean wholeBatch) {
        Graph graph = new Graph();
        Node features = graph.input("features", Shape.batchOf(FEATURES));
        Node normal = new BatchNormalization(wholeBatch).addTo(graph, "normal", features);
        Node loss = graph.apply("loss", new SquaredError(), normal, graph.input("target", Shape.batchOf(FEATURES)));
        float[] parameters = graph.layout().initialize(1);
        ParameterLayout.Entry mean = graph.layout().entry("normal.mean");
        Arrays.fill(parameters, mean.offset(), mean.end(), 3f);
        float[] before = Arrays.copyOfRange(parameters, mean.offset(), parameters.length);
        float[] gradient = new float[parameters.length];
        Plan plan = Plan.training(graph, 1, loss).compile(parameters, gradient);
        Arrays.fill(plan.value(features).data(), 7f);
        plan.forward();
        plan.backward(1, 0, GradientListener.NONE);
        new Updater(new Optimizer.AdamW(null, null, null, null, null), graph.layout(), null)
                .step(parameters, gradient, 1);

        assertThat(Arrays.copyOfRange(parameters, mean.offset(), parameters.length))
                .isEqualTo(before);
    }

    /** Dropout is random, but normalisation uses its running statistics. */
    @Test
    void stochasticInference_dropsUnitsAndKeepsTheRunningStatistics() {
        Network network = new Network(
                new BatchNormalization(false),
                new Dense(16, Activation.TANH, Initialization.AUTO),
                new Dropout(0.5),
                new Dense(1, Activation.IDENTITY, Initialization.AUTO));
        network.train(50);

        float[] batch = network.predict(ROWS, true, 0);

        assertThat(network.predict(1, true, 2)[0]).isEqualTo(batch[2]);
        assertThat(network.predict(ROWS, false, 0)).isNotEqualTo(batch);
    }

    @ParameterizedTest
    @EnumSource(Normalization.class)
    void normalization_ofEveryKind_trains(Normalization kind) {
        List<Layer> layers = new ArrayList<>();
        layers.add(new Residual(List.of(new Dense(FEATURES, Activation.SILU, Initialization.AUTO))));
        layers.add(new Dense(8, Activation.IDENTITY, Initialization.HE_NORMAL));
        kind.layer().ifPresent(layers::add);
        layers.add(new Activated(Activation.GELU));
        layers.add(new Dense(1, Activation.IDENTITY, Initialization.AUTO));
        Network network = new Network(layers.toArray(Layer[]::new));
        double before = network.train(1);

        assertThat(network.train(300)).isLessThan(0.05 * before);
    }

    @Test
    void residual_withABodyOfAnotherWidth_isRejectedByName() {
        assertThatThrownBy(() -> new Network(new Residual(List.of(new Dense(3, Activation.RELU, Initialization.AUTO)))))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("node net.0: input 1 (features) has shape [batch, 4]");
    }

    @Test
    void windowThatDoesNotFit_isRejectedWithTheNameOfItsLayer() {
        Graph graph = new Graph();
        Node image = graph.input("image", Shape.batchOfImages(4, 5, 2));

        assertThatThrownBy(() -> new Convolution(3, 7, 1, 1, Activation.RELU, Initialization.AUTO)
                        .addTo(graph, "convolution.0", image))
                .isInstanceOf(ShapeException.class)
                .hasMessage("node convolution.0: a window of 7 x 7 with step 1 and padding 1 does not fit an image of"
                        + " 4 x 5 x 2");
        assertThatThrownBy(() -> new Pooling(5, Pooling.Kind.MAX).addTo(graph, "pooling", image))
                .isInstanceOf(ShapeException.class)
                .hasMessage("node pooling: a window of 5 x 5 with step 5 and padding 0 does not fit an image of"
                        + " 4 x 5 x 2");
    }

    @Test
    void embedding_withMoreTablesThanColumns_isRejectedByName() {
        Graph graph = new Graph();
        Node rows = graph.input("rows", Shape.batchOf(1));
        Embedding.Table table = new Embedding.Table(4, 2);

        assertThatThrownBy(() -> new Embedding(List.of(table, table, table)).addTo(graph, "categories", rows))
                .isInstanceOf(ShapeException.class)
                .hasMessage(
                        "node categories: input 0 (rows) has shape [batch, 1]; it must be [batch, at least 3]: an index"
                                + " for each table");
        assertThatThrownBy(() -> new Embedding.Table(0, 2))
                .hasMessage("a table has 0 categories of width 2; both must be at least 1");
    }

    @Test
    void deadUnits_ofImages_areChannelsThatAreZeroAtEveryPixel() {
        Graph graph = new Graph();
        Node image = graph.input("image", Shape.batchOfImages(4, 4, 1));
        Node target = graph.input("target", Shape.batchOf(1));
        Node hidden =
                new Convolution(4, 3, 1, 1, Activation.RELU, Initialization.AUTO).addTo(graph, "convolution", image);
        Node output = new Dense(1, Activation.IDENTITY, Initialization.AUTO).addTo(graph, "output", hidden);
        Node loss = graph.apply("loss", new SquaredError(), output, target);
        float[] parameters = graph.layout().initialize(1);
        ParameterLayout.Entry weight = graph.layout().entry("convolution.weight");
        Arrays.fill(parameters, weight.offset(), weight.end(), 1f);
        ParameterLayout.Entry bias = graph.layout().entry("convolution.bias");
        parameters[bias.offset()] = -1e6f;
        Plan plan = Plan.training(graph, 1, loss).compile(parameters, new float[parameters.length]);
        plan.value(image).data()[plan.value(image).offset()] = 1f;

        plan.forward();

        assertThat(plan.deadUnits()).containsExactly(Map.entry("convolution", 0.25));
    }

    @Test
    void variationalDense_trainedWithItsPenalty_fitsAndStaysUncertain() {
        for (Prior prior : List.of(new Prior.Gaussian(null), new Prior.ScaleMixture(null, null, null))) {
            Network network = new Network(
                    new VariationalDense(16, Activation.TANH, Initialization.AUTO, prior),
                    new VariationalDense(1, Activation.IDENTITY, Initialization.AUTO, prior));
            double before = network.train(1);

            assertThat(network.train(400)).isLessThan(0.5 * before);
            assertThat(network.plan.penalties())
                    .isNotEmpty()
                    .allSatisfy((name, penalty) -> assertThat(penalty).as(name).isPositive());
            assertThat(network.predict(ROWS, true, 0)).isNotEqualTo(network.predict(ROWS, false, 0));
        }
    }

    @Test
    void variationalDense_withoutDraws_equalsADenseLayerOfTheMeans() {
        Network network = new Network(
                new VariationalDense(1, Activation.IDENTITY, Initialization.AUTO, new Prior.Gaussian(null)));
        Matrix features = network.plan.value(network.features);
        double expected = network.entry("net.0.bias.mean")[0];
        for (int j = 0; j < FEATURES; j++) {
            expected += features.data()[features.row(0) + j] * network.entry("net.0.weight.mean")[j];
        }

        assertThat((double) network.predict(1, false, 0)[0]).isCloseTo(expected, within(1e-6));
    }

    @Test
    void convolutionAndPooling_haveTheShapesOfTheirWindows() {
        Graph graph = new Graph();
        Node image = graph.input("image", Shape.batchOfImages(28, 28, 1));
        Node maps = new Convolution(8, 3, 1, 1, Activation.RELU, Initialization.AUTO).addTo(graph, "conv.0", image);
        Node pooled = new Pooling(2, Pooling.Kind.MAX).addTo(graph, "pool.0", maps);
        Node strided = new Convolution(4, 3, 2, 0, Activation.GELU, Initialization.AUTO).addTo(graph, "conv.1", pooled);

        assertThat(maps.shape()).isEqualTo(Shape.batchOfImages(28, 28, 8));
        assertThat(pooled.shape()).isEqualTo(Shape.batchOfImages(14, 14, 8));
        assertThat(strided.shape()).isEqualTo(Shape.batchOfImages(6, 6, 4));
        assertThat(graph.layout().size()).isEqualTo(9 * 8 + 8 + 9 * 8 * 4 + 4);
    }

    @Test
    void embedding_hasOneTablePerCategoricalColumn() {
        Graph graph = new Graph();
        Node features = graph.input("features", Shape.batchOf(3));
        Embedding.Table table = Embedding.Table.of(16);
        Node out = new Embedding(List.of(table, new Embedding.Table(2, 1))).addTo(graph, "embedding", features);

        assertThat(table.width()).isEqualTo(3);
        assertThat(out.shape()).isEqualTo(Shape.batchOf(1 + 3 + 1));
        assertThat(graph.layout().entries().get(0).name()).isEqualTo("embedding.0.table");
        assertThat(graph.layout().decayedRanges()).isEmpty();
    }

    @Test
    void trainingHealth_ofANormalizedLayer_combinesWeightsGainsAndActivation() {
        Graph graph = new Graph();
        Node features = graph.input("features", Shape.batchOf(FEATURES));
        Node target = graph.input("target", Shape.batchOf(1));
        List<Layer> layers = List.of(
                new Dense(4, Activation.IDENTITY, Initialization.AUTO),
                new LayerNormalization(),
                new Activated(Activation.RELU));
        Node hidden = Layer.addAll(layers, graph, "hidden.0", features);
        Node output = new Dense(1, Activation.IDENTITY, Initialization.AUTO).addTo(graph, "output", hidden);
        Node loss = graph.apply("loss", new SquaredError(), output, target);
        float[] parameters = graph.layout().initialize(1);
        float[] gradient = new float[parameters.length];
        ParameterLayout.Entry bias = graph.layout().entry("hidden.0.1.bias");
        Arrays.fill(parameters, bias.offset(), bias.offset() + 3, -1e6f);
        Plan plan = Plan.training(graph, ROWS, loss).compile(parameters, gradient);
        Arrays.fill(
                plan.value(target).data(),
                plan.value(target).offset(),
                plan.value(target).offset() + ROWS,
                3f);
        plan.forward();
        Map<String, Double> dead = plan.deadUnits();
        plan.backward(1f, 0, GradientListener.NONE);

        TrainingHealth health = TrainingHealth.of(graph.layout(), gradient, dead, Map.of());

        assertThat(dead).containsOnlyKeys("hidden.0.2");
        assertThat(health.deadUnits()).containsOnlyKeys("hidden.0");
        assertThat(health.deadUnits().get("hidden.0")).isBetween(0.75, 1.0);
        assertThat(health.gradientNorms()).containsOnlyKeys("hidden.0", "output");
        int start = graph.layout().entry("output.weight").offset();
        assertThat(health.gradientNorms().get("hidden.0")).isCloseTo(norm(gradient, 0, start), within(1e-4));
        assertThat(health.gradientNorms().get("output"))
                .isCloseTo(norm(gradient, start, gradient.length), within(1e-4));
    }

    private static double norm(float[] values, int from, int to) {
        double square = 0;
        for (int i = from; i < to; i++) {
            square += (double) values[i] * values[i];
        }
        return Math.sqrt(square);
    }

    @Test
    void trainingHealth_ofAPlainLayer_countsItsDeadUnits() {
        Network network = new Network(
                new Dense(4, Activation.RELU, Initialization.AUTO),
                new Dense(1, Activation.IDENTITY, Initialization.AUTO));
        ParameterLayout.Entry bias = network.graph.layout().entry("net.0.bias");
        Arrays.fill(network.parameters, bias.offset(), bias.offset() + 3, -1e6f);
        network.plan.forward(network.rowKeys, 0);

        assertThat(TrainingHealth.of(network.graph.layout(), network.gradient, network.plan.deadUnits(), Map.of())
                        .deadUnits())
                .containsExactly(Map.entry("net.0", 0.75));
    }

    /** If two layers had the same mask, the product of both would be 0 for half of the units and 4 for the others. */
    @Test
    void dropout_ofTwoLayersOrTwoRows_dropsDifferentUnits() {
        Graph graph = new Graph();
        Node features = graph.input("features", Shape.batchOf(64));
        Node first = new Dropout(0.5).addTo(graph, "first", features);
        Node second = new Dropout(0.5).addTo(graph, "second", first);
        Plan plan = Plan.stochasticInference(graph, 2, second).seed(2).compile(new float[0]);
        Matrix x = plan.value(features);
        Arrays.fill(x.data(), x.offset(), x.offset() + 128, 1f);
        plan.forward(new long[] {5, 6}, 0);
        Matrix y = plan.value(second);
        float[] one = Arrays.copyOfRange(y.data(), y.row(0), y.row(0) + 64);
        float[] other = Arrays.copyOfRange(y.data(), y.row(1), y.row(1) + 64);
        int kept = 0;
        for (float value : one) {
            assertThat(value).isIn(0f, 4f);
            kept += value == 4f ? 1 : 0;
        }
        // The expectation is a quarter of 64, with a standard deviation of 3.5; with one mask for both it would be
        // half.
        assertThat(kept).isBetween(6, 26);
        assertThat(one).isNotEqualTo(other);
    }

    /** A network trained on half the squared error of a fixed function of four features. */
    private static final class Network {
        final Graph graph = new Graph();
        final Node features = graph.input("features", Shape.batchOf(FEATURES));
        final Node target = graph.input("target", Shape.batchOf(1));
        final Node output;
        final float[] parameters;
        final float[] gradient;
        final long[] rowKeys = new long[ROWS];
        final Plan plan;
        private int steps;

        Network(Layer... layers) {
            output = Layer.addAll(List.of(layers), graph, "net", features);
            Node loss = graph.apply("loss", new SquaredError(), output, target);
            parameters = graph.layout().initialize(1);
            gradient = new float[parameters.length];
            plan = Plan.training(graph, ROWS, loss).seed(2).compile(parameters, gradient);
            Arrays.setAll(rowKeys, i -> 31L * i);
            fill(plan, 0);
            for (int row = 0; row < ROWS; row++) {
                Matrix x = plan.value(features);
                float[] data = x.data();
                plan.value(target).data()[plan.value(target).row(row)] =
                        1 + data[x.row(row)] - 2 * data[x.row(row) + 1];
            }
        }

        private void fill(Plan filled, int firstRow) {
            RandomStream random = new RandomStream(8, Purpose.EVALUATION, 0).seek((long) firstRow * FEATURES);
            Matrix x = filled.value(features);
            for (int i = 0; i < filled.rows() * FEATURES; i++) {
                x.data()[x.offset() + i] = (float) random.nextGaussian();
            }
        }

        /** Trains for a number of steps and returns the loss of the last. */
        double train(int count) {
            Updater updater = new Updater(new Optimizer.AdamW(0.02, null, null, null, 0.0), graph.layout(), null);
            for (int i = 0; i < count; i++) {
                plan.forward(rowKeys, steps++);
                plan.backward(1f / ROWS, 1e-4f, GradientListener.NONE);
                updater.step(parameters, gradient, 1);
            }
            return plan.lossSum();
        }

        float[] predict(int rows, boolean draws, int firstRow) {
            Plan inference = (draws
                            ? Plan.stochasticInference(graph, rows, output)
                            : Plan.inference(graph, rows, output))
                    .seed(2)
                    .compile(parameters);
            fill(inference, firstRow);
            inference.forward(Arrays.copyOfRange(rowKeys, firstRow, firstRow + rows), 7);
            Matrix value = inference.value(output);
            return Arrays.copyOfRange(value.data(), value.offset(), value.offset() + rows);
        }

        float[] entry(String name) {
            ParameterLayout.Entry entry = graph.layout().entries().stream()
                    .filter(e -> e.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            return Arrays.copyOfRange(parameters, entry.offset(), entry.end());
        }
    }
}
