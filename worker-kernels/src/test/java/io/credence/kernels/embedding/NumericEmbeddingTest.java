package io.credence.kernels.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.autograd.ParameterLayout;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.initialization.Initialization;
import io.credence.kernels.layer.Dense;
import io.credence.kernels.loss.SquaredError;
import io.credence.kernels.optimizer.Optimizer;
import io.credence.kernels.optimizer.Updater;
import io.credence.kernels.plan.Plan;
import io.credence.kernels.random.Purpose;
import io.credence.kernels.random.RandomStream;
import io.credence.kernels.simd.elementwise.Activation;
import java.util.List;
import org.junit.jupiter.api.Test;

class NumericEmbeddingTest {
    private static final int ROWS = 64;
    private static final int FEATURES = 3;
    private static final NumericEmbedding PIECEWISE = new NumericEmbedding.PiecewiseLinear(null, 5);
    private static final NumericEmbedding PERIODIC = new NumericEmbedding.Periodic(6, 5, 0.5);

    /** A linear model of embeddings fits a function that no linear model of the number can fit. */
    @Test
    void linearModelOfEmbeddings_fitsAWaveOfOneColumn() {
        double plain = new Model(new NumericEmbedding.None()).train(600);

        assertThat(plain).isGreaterThan(0.1);
        assertThat(new Model(PIECEWISE).train(600)).isLessThan(0.05 * plain);
        assertThat(new Model(PERIODIC).train(600)).isLessThan(0.05 * plain);
    }

    @Test
    void weightDecay_appliesOnlyToBinsAndToTheWeightsOfWaves() {
        assertThat(new Model(PIECEWISE).decayed()).containsExactly("numbers.bins", "output.weight");
        assertThat(new Model(PERIODIC).decayed()).containsExactly("numbers.weight", "output.weight");
    }

    @Test
    void outputs_replaceEachNumberByItsEmbedding() {
        for (NumericEmbedding kind : List.of(PIECEWISE, PERIODIC)) {
            assertThat(new Model(kind).graph.layout().entry("output.weight").rows())
                    .isEqualTo(FEATURES + 2 * (kind.width() - 1));
        }
    }

    @Test
    void piecewiseLinear_atTheStart_isLinear() {
        Model model = new Model(PIECEWISE);
        float before = model.predict(-1.5f);
        float middle = model.predict(0);
        float after = model.predict(1.5f);

        assertThat(after - middle).isCloseTo(middle - before, within(1e-5f)).isNotZero();
    }

    @Test
    void settingsOutOfRange_areRejected() {
        assertThatThrownBy(() -> new NumericEmbedding.PiecewiseLinear(0, null))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("bins is 0; it must be at least 1 and at most 512");
        assertThatThrownBy(() -> new NumericEmbedding.Periodic(null, 1, null))
                .hasMessage("dimensions is 1; it must be at least 2 and at most 512");
        assertThatThrownBy(() -> new NumericEmbedding.Periodic(null, null, 0.0))
                .hasMessage("deviation is 0.0; it must be above 0");
    }

    /** A linear model of three columns, of which the first and the last are embedded. */
    private static final class Model {
        final Graph graph = new Graph();
        final Node features = graph.input("features", Shape.batchOf(FEATURES));
        final Node target = graph.input("target", Shape.batchOf(1));
        final Node output;
        final Node loss;
        final float[] parameters;

        Model(NumericEmbedding kind) {
            NumericColumns columns = new NumericColumns(List.of(0, 2));
            double[] edges = {-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2};
            Node embedded = kind.addTo(
                    graph, "numbers", features, columns, bins -> new BinEdges(List.of(edges, new double[] {-1, 1})));
            output = new Dense(1, Activation.IDENTITY, Initialization.AUTO).addTo(graph, "output", embedded);
            loss = graph.apply("loss", new SquaredError(), output, target);
            parameters = graph.layout().initialize(1);
        }

        List<String> decayed() {
            return graph.layout().entries().stream()
                    .filter(ParameterLayout.Entry::decays)
                    .map(ParameterLayout.Entry::name)
                    .toList();
        }

        /** Trains to predict sin(3 x) from the first column x, and returns the mean loss of the last step. */
        double train(int steps) {
            float[] gradient = new float[parameters.length];
            Plan plan = Plan.training(graph, ROWS, loss).compile(parameters, gradient);
            RandomStream random = new RandomStream(3, Purpose.EVALUATION, 0);
            Updater updater = new Updater(new Optimizer.AdamW(0.02, null, null, null, 0.0), graph.layout(), null);
            for (int step = 0; step < steps; step++) {
                for (int row = 0; row < ROWS; row++) {
                    float x = 4 * random.nextFloat() - 2;
                    int at = plan.value(features).row(row);
                    plan.value(features).data()[at] = x;
                    plan.value(features).data()[at + 1] = (float) random.nextGaussian();
                    plan.value(features).data()[at + 2] = (float) random.nextGaussian();
                    plan.value(target).data()[plan.value(target).row(row)] = (float) Math.sin(3 * x);
                }
                plan.forward();
                plan.backward(1f / ROWS, 0, GradientListener.NONE);
                updater.step(parameters, gradient, 1);
            }
            return plan.lossSum() / ROWS;
        }

        float predict(float x) {
            Plan plan = Plan.inference(graph, 1, output).compile(parameters);
            plan.value(features).data()[plan.value(features).row(0)] = x;
            plan.forward();
            return plan.value(output).data()[plan.value(output).row(0)];
        }
    }
}
