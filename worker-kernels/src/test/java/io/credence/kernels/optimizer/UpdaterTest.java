package io.credence.kernels.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.ParameterLayout;
import io.credence.kernels.initialization.Initializer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpdaterTest {
    /** The numbers of weights and of biases leave a remainder after whole vectors of any width. */
    private static final int WEIGHTS = 37;

    private static final int TRAINED = WEIGHTS + 19;

    /** Returns a layout of one weight, one bias and one running statistic. */
    private static ParameterLayout layout() {
        return layout(1, 1);
    }

    private static ParameterLayout layout(int weights, int biases) {
        Graph graph = new Graph();
        graph.state("mean", 1, Initializer.ZEROS);
        graph.weight("weight", weights, 1, Initializer.ONES);
        graph.vector("bias", biases, Initializer.ONES);
        return graph.layout();
    }

    private static float[] run(Optimizer optimizer, int steps) {
        Updater updater = new Updater(optimizer, layout(WEIGHTS, TRAINED - WEIGHTS), null);
        float[] parameters = new float[TRAINED + 1];
        Arrays.fill(parameters, 0, TRAINED, 1);
        for (int t = 0; t < steps; t++) {
            updater.step(parameters, gradient(t), 1 - 0.1 * t);
        }
        return parameters;
    }

    private static float[] gradient(int t) {
        float[] gradient = new float[TRAINED + 1];
        for (int i = 0; i < TRAINED; i++) {
            gradient[i] = (i < WEIGHTS ? 0.3f * (t + 1) : -2f / (t + 1)) * (1 + i / 64f);
        }
        gradient[TRAINED] = 0.5f;
        return gradient;
    }

    private static double[] ones() {
        double[] ones = new double[TRAINED];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Test
    void sgd_momentum_followsItsFormula() {
        double[] w = ones();
        double[] v = new double[TRAINED];
        for (int t = 0; t < 3; t++) {
            for (int i = 0; i < TRAINED; i++) {
                double g = gradient(t)[i] + (i < WEIGHTS ? 0.1 * w[i] : 0);
                v[i] = 0.9 * v[i] + g;
                w[i] -= 0.01 * (1 - 0.1 * t) * v[i];
            }
        }

        assertNear(run(new Optimizer.Sgd(0.01, 0.9, false, 0.1), 3), w);
    }

    @Test
    void sgd_nesterov_looksAhead() {
        double[] w = ones();
        double[] v = new double[TRAINED];
        for (int t = 0; t < 3; t++) {
            for (int i = 0; i < TRAINED; i++) {
                v[i] = 0.9 * v[i] + gradient(t)[i];
                w[i] -= 0.01 * (1 - 0.1 * t) * (gradient(t)[i] + 0.9 * v[i]);
            }
        }

        assertNear(run(new Optimizer.Sgd(0.01, 0.9, true, 0.0), 3), w);
    }

    static List<Optimizer> everyOptimizer() {
        return List.of(
                new Optimizer.Sgd(0.1, null, null, 0.1),
                new Optimizer.Sgd(0.1, 0.9, true, 0.1),
                new Optimizer.Adam(0.1, null, null, null, 0.1),
                new Optimizer.AdamW(0.1, null, null, null, 0.1),
                new Optimizer.Amsgrad(0.1, null, null, null, 0.1));
    }

    @Test
    void everyPermittedOptimizer_hasACase() {
        assertThat(everyOptimizer().stream().<Class<?>>map(Object::getClass))
                .contains(Optimizer.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("everyOptimizer")
    void step_everyOptimizer_descends_decaysOnlyWeights_andKeepsItsMoments(Optimizer optimizer) {
        Updater updater = new Updater(optimizer, layout(), null);
        float[] parameters = {1, 1, 0};
        updater.step(parameters, new float[] {0, 0, 0}, 1);
        assertThat(parameters[0]).isLessThan(1);
        assertThat(parameters[1]).isEqualTo(1);

        for (int t = 0; t < 400; t++) {
            float[] slopes = {parameters[0] + 3, parameters[1] - 2, 0};
            updater.step(parameters, slopes, 1);
        }
        assertThat(parameters[0]).isCloseTo(-3, within(0.4f));
        assertThat(parameters[1]).isCloseTo(2, within(0.05f));
        assertThat(updater.momentsLength()).isEqualTo(2 * optimizer.moments());
        assertThat(updater.state().steps()).isEqualTo(401);
    }

    @Test
    void sgd_withoutMomentum_followsTheGradient() {
        double[] w = ones();
        for (int t = 0; t < 3; t++) {
            for (int i = 0; i < TRAINED; i++) {
                w[i] -= 0.1 * (1 - 0.1 * t) * (gradient(t)[i] + (i < WEIGHTS ? 0.1 * w[i] : 0));
            }
        }

        assertNear(run(new Optimizer.Sgd(0.1, null, null, 0.1), 3), w);
    }

    @ParameterizedTest
    @ValueSource(strings = {"adam", "adamw", "amsgrad"})
    void adamAndItsVariants_followTheirFormulas(String name) {
        double[] w = ones();
        double[] m = new double[TRAINED];
        double[] v = new double[TRAINED];
        double[] highest = new double[TRAINED];
        for (int t = 0; t < 4; t++) {
            double rate = 0.02 * (1 - 0.1 * t);
            for (int i = 0; i < TRAINED; i++) {
                double decay = i < WEIGHTS ? 0.1 : 0;
                double g = gradient(t)[i] + (name.equals("adamw") ? 0 : decay * w[i]);
                m[i] = 0.9 * m[i] + 0.1 * g;
                v[i] = 0.99 * v[i] + 0.01 * g * g;
                highest[i] = Math.max(highest[i], v[i]);
                double second = (name.equals("amsgrad") ? highest[i] : v[i]) / (1 - Math.pow(0.99, t + 1));
                w[i] *= name.equals("adamw") ? 1 - rate * decay : 1;
                w[i] -= rate * m[i] / (1 - Math.pow(0.9, t + 1)) / (Math.sqrt(second) + 1e-8);
            }
        }
        Optimizer optimizer =
                switch (name) {
                    case "adam" -> new Optimizer.Adam(0.02, 0.9, 0.99, 1e-8, 0.1);
                    case "adamw" -> new Optimizer.AdamW(0.02, 0.9, 0.99, 1e-8, 0.1);
                    default -> new Optimizer.Amsgrad(0.02, 0.9, 0.99, 1e-8, 0.1);
                };

        assertNear(run(optimizer, 4), w);
    }

    /**
     * Reddi et al. 2018, theorem 1: for the losses C x, -x, -x, C x, ... on [-1, 1] the best point is -1, but with
     * beta1 = 0 and beta2 = 1 / (1 + C^2) Adam returns to the worst point, 1, after every three steps. AMSGrad reaches
     * the best point.
     */
    @Test
    void publishedExample_leadsAdamToTheWorstPoint_andAmsgradToTheBest() {
        double c = 3;
        double beta2 = 1 / (1 + c * c);

        assertThat(finalPoint(new Optimizer.Adam(0.5, 0.0, beta2, 1e-8, null), c))
                .isCloseTo(1, within(0.01));
        assertThat(finalPoint(new Optimizer.Amsgrad(0.5, 0.0, beta2, 1e-8, null), c))
                .isCloseTo(-1, within(0.01));
    }

    private static double finalPoint(Optimizer optimizer, double c) {
        Graph graph = new Graph();
        graph.vector("x", 1, Initializer.ONES);
        Updater updater = new Updater(optimizer, graph.layout(), null);
        float[] x = {0};
        for (int t = 0; t < 30_000; t++) {
            float[] gradient = {t % 3 == 0 ? (float) c : -1};
            updater.step(x, gradient, 1 / Math.sqrt(t + 1));
            x[0] = Math.max(-1, Math.min(1, x[0]));
        }
        return x[0];
    }

    @Test
    void step_runningStatistics_moveOneTenthTowardsTheBatch() {
        assertThat(run(new Optimizer.AdamW(null, null, null, null, null), 1)[TRAINED])
                .isCloseTo(0.05f, within(1e-7f));
    }

    @Test
    void step_gradientAboveTheLimit_isScaledDownToIt() {
        Updater updater = new Updater(new Optimizer.Sgd(1.0, null, null, null), layout(), 0.5);
        float[] parameters = {0, 0, 0};

        double norm = updater.step(parameters, new float[] {3, -4, 100}, 1);

        assertThat(norm).isCloseTo(5, within(1e-6));
        assertThat(parameters[0]).isCloseTo(-0.3f, within(1e-6f));
        assertThat(parameters[1]).isCloseTo(0.4f, within(1e-6f));
    }

    /** The squares of these elements overflow a float. */
    @Test
    void step_gradientWithOverflowingSquares_isScaledDownToTheLimit() {
        Updater updater = new Updater(new Optimizer.Sgd(1.0, null, null, null), layout(), 0.5);
        float[] parameters = {0, 0, 0};

        double norm = updater.step(parameters, new float[] {3e25f, -4e25f, 0}, 1);

        assertThat(norm).isCloseTo(5e25, withinPercentage(1e-4));
        assertThat(parameters[0]).isCloseTo(-0.3f, within(1e-6f));
        assertThat(parameters[1]).isCloseTo(0.4f, within(1e-6f));
    }

    /** Computed in single precision, 1 - beta2 would be 1.3 % too small here. */
    @Test
    void adam_beta2NearOne_weightsTheNewSquareWithFullPrecision() {
        Updater updater = new Updater(new Optimizer.Adam(1.0, 0.0, 0.999999, 1e-8, null), layout(), null);

        updater.step(new float[] {0, 0, 0}, new float[] {2, 3, 0}, 1);

        assertThat(updater.state().moments()[2]).isCloseTo(4e-6f, within(1e-12f));
        assertThat(updater.state().moments()[3]).isCloseTo(9e-6f, within(1e-12f));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void invalidLimit_isRejected(double limit) {
        assertThatThrownBy(() -> new Updater(new Optimizer.Sgd(1.0, null, null, null), layout(), limit))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("gradientClip is " + limit + "; it must be above 0");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, Double.NaN})
    void extend_anyRanges_equalsTheWholeStepBitForBit(double limit) {
        Graph graph = new Graph();
        graph.weight("weight", 7, 43, Initializer.ONES);
        graph.vector("bias", 43, Initializer.ONES);
        graph.state("mean", 5, Initializer.ZEROS);
        int size = graph.layout().size();
        Optimizer optimizer = new Optimizer.AdamW(null, null, null, null, 0.1);
        Double clip = Double.isNaN(limit) ? null : limit;
        Updater whole = new Updater(optimizer, graph.layout(), clip);
        Updater ranges = new Updater(optimizer, graph.layout(), clip);
        Random random = new Random(1);
        float[] one = graph.layout().initialize(1);
        float[] two = one.clone();
        for (int step = 0; step < 20; step++) {
            float[] gradient = new float[size + 1];
            for (int i = 0; i < size; i++) {
                gradient[i] = (float) random.nextGaussian();
            }
            double norm = whole.step(one, gradient, 1);
            ranges.begin(1);
            double normOfRanges = Double.NaN;
            for (int to = size + 1; to > 0; ) {
                int from = random.nextInt(to);
                normOfRanges = ranges.extend(two, gradient, from, to);
                to = from;
            }
            assertThat(two).isEqualTo(one);
            assertThat(Double.valueOf(normOfRanges)).isEqualTo(Double.valueOf(norm));
        }
    }

    @Test
    void restoredUpdater_continuesWithTheSameBits() {
        Optimizer optimizer = new Optimizer.Amsgrad(null, null, null, null, null);
        Updater whole = new Updater(optimizer, layout(WEIGHTS, TRAINED - WEIGHTS), null);
        Updater second = new Updater(optimizer, layout(WEIGHTS, TRAINED - WEIGHTS), null);
        float[] one = new float[TRAINED + 1];
        for (int t = 0; t < 3; t++) {
            whole.step(one, gradient(t), 1);
        }
        float[] two = one.clone();
        second.restore(whole.state());

        whole.step(one, gradient(3), 1);
        second.step(two, gradient(3), 1);

        assertThat(two).isEqualTo(one);
    }

    @Test
    void restore_stateOfAnotherOptimizer_isRejected() {
        Updater updater = new Updater(new Optimizer.Adam(null, null, null, null, null), layout(), null);

        assertThatThrownBy(() -> updater.restore(new OptimizerState(1, new float[2])))
                .hasMessageContaining("adam must have 4");
    }

    @Test
    void settings_outOfRange_nameTheKeyAndTheRange() {
        assertThatThrownBy(() -> new Optimizer.AdamW(0.0, null, null, null, null))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("learningRate is 0.0; it must be above 0");
        assertThatThrownBy(() -> new Optimizer.Adam(null, 1.0, null, null, null))
                .hasMessage("beta1 is 1.0; it must be at least 0 and below 1");
        assertThatThrownBy(() -> new Optimizer.Sgd(null, null, true, null))
                .hasMessage("nesterov is true; it must be false when momentum is 0");
        assertThatThrownBy(() -> new Optimizer.Adam(null, null, 0.99999999, null, null))
                .hasMessage("beta2 is 0.99999999; it must be at least 0 and below 1, also when rounded to single"
                        + " precision");
        assertThatThrownBy(() -> new Optimizer.Adam(null, null, null, 1e-50, null))
                .hasMessage("epsilon is 1.0E-50; it must be above 0, also when rounded to single precision");
        assertThatThrownBy(() -> new Optimizer.Adam(1e39, null, null, null, null))
                .hasMessage("learningRate is 1.0E39; it must be above 0, also when rounded to single precision");
    }

    private static void assertNear(float[] actual, double[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-6));
        }
    }
}
