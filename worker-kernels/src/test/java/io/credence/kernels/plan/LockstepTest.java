package io.credence.kernels.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.initialization.Initializer;
import io.credence.kernels.loss.SquaredError;
import io.credence.kernels.operation.Activate;
import io.credence.kernels.operation.BatchNormalize;
import io.credence.kernels.operation.Definitions;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Two batch normalisations of images, with an activation between them, over a batch divided into slices. */
class LockstepTest {
    private static final int CHANNELS = 3;
    private static final int PIXELS = 2;
    private static final int WIDTH = PIXELS * CHANNELS;
    private static final float EPSILON = 1e-2f;
    private static final double STEP = 1e-5;

    /** Slices may have any number of rows, including none. */
    @Property(tries = 60)
    void gradient_throughSlices_isTheDerivativeOfTheWholeBatch(
            @ForAll @Size(4) List<@IntRange(max = 4) Integer> rowsOfSlices, @ForAll long seed) {
        int[] rows = rowsOfSlices.stream().mapToInt(Integer::intValue).toArray();
        int all = Arrays.stream(rows).sum();
        Assume.that(all >= 2);
        double[][] in = randomInputs(all, new Random(seed));
        Slices slices = new Slices(rows, in);

        slices.forward();
        slices.backward(1f / all);

        assertClose(slices.losses(), definition(in, all), 1e-3);
        for (int k : new int[] {0, 2, 3, 4, 5}) {
            assertClose(
                    k == 0 ? slices.gradientOfX() : slices.gradientOfParameter(k - 2), derivatives(in, k, all), 2e-3);
        }
        double[] mean = new double[CHANNELS];
        for (int i = 0; i < in[0].length; i++) {
            mean[i % CHANNELS] += in[0][i] / (all * PIXELS);
        }
        double[] variance = new double[CHANNELS];
        for (int i = 0; i < in[0].length; i++) {
            variance[i % CHANNELS] += Math.pow(in[0][i] - mean[i % CHANNELS], 2) / (all * PIXELS - 1);
        }
        assertClose(slices.gradientOfParameter(4), mean, 1e-5);
        assertClose(slices.gradientOfParameter(5), variance, 1e-5);
    }

    @Test
    void backward_notifiesNoListener_beforeTheLastExchange_norBeforeThePrecedingSliceIsFinal() {
        Slices slices = new Slices(new int[] {3, 0, 2}, randomInputs(5, new Random(1)));
        slices.forward();
        assertThat(slices.events).containsExactly("exchange", "exchange");
        slices.events.clear();
        slices.backward(0.2f);

        assertThat(slices.events.subList(0, 2)).containsExactly("exchange", "exchange");
        List<String> pieces = slices.events.subList(2, slices.events.size());
        assertThat(pieces.stream().map(piece -> piece.substring(0, 7)).distinct())
                .containsExactly("slice 0", "slice 1", "slice 2");
        int size = slices.network.graph.layout().size();
        assertThat(pieces).contains("slice 1: 0 to " + size);
        assertThat(pieces.get(0)).endsWith(" to " + size);
        assertThat(pieces.get(pieces.size() - 1)).startsWith("slice 2: 0 to ");
    }

    /**
     * The statistics are summed over all tasks, so a task whose slices have no rows takes part in every exchange, with
     * zeros.
     */
    @Test
    void slicesWithoutRows_takePartInEveryExchange() {
        Network network = new Network();
        float[] parameters = network.graph.layout().initialize(1);
        Plan pattern = Plan.training(network.graph, 1, network.loss).compile(parameters, new float[parameters.length]);
        List<float[]> sent = new ArrayList<>();
        Lockstep lockstep = new Lockstep(pattern, 4, 2, 2, values -> sent.add(values.clone()));

        lockstep.forward(new Plan[2], new int[] {3, 3, 0, 0}, new long[2][], 0);
        GradientListener[] listeners = {GradientListener.NONE, GradientListener.NONE};
        lockstep.backward(new Plan[2], 1f, 0f, listeners);

        assertThat(sent).hasSize(4).containsOnly(new float[4 * 2 * CHANNELS]);
    }

    @Test
    void planAlone_equalsASingleSlice() {
        double[][] in = randomInputs(5, new Random(2));
        Slices slices = new Slices(new int[] {5}, in);
        slices.forward();
        slices.backward(0.2f);
        float[] together = slices.gradients[0].clone();

        slices.plans[0].forward();
        slices.plans[0].backward(0.2f, 0f, GradientListener.NONE);

        assertThat(slices.gradients[0]).isEqualTo(together);
    }

    /** Returns x, the targets, and the parameters in the order of the layout. */
    private static double[][] randomInputs(int rows, Random random) {
        int[] sizes = {rows * WIDTH, rows * WIDTH, CHANNELS, CHANNELS, CHANNELS, CHANNELS};
        double[][] values = new double[sizes.length][];
        for (int k = 0; k < sizes.length; k++) {
            values[k] = random.doubles(sizes[k], -2, 2)
                    .map(value -> (double) (float) value)
                    .toArray();
        }
        return values;
    }

    private static double[] definition(double[][] in, int rows) {
        double[] first = Definitions.batchNormalize(new double[][] {in[0], in[2], in[3]}, rows * PIXELS, EPSILON);
        double[] activated = Definitions.activate(Activation.TANH, first);
        double[] second = Definitions.batchNormalize(new double[][] {activated, in[4], in[5]}, rows * PIXELS, EPSILON);
        return Definitions.squaredError(new double[][] {second, in[1]}, rows);
    }

    private static double[] derivatives(double[][] in, int input, int rows) {
        double[] derivatives = new double[in[input].length];
        for (int i = 0; i < derivatives.length; i++) {
            double value = in[input][i];
            in[input][i] = value + STEP;
            double above = Arrays.stream(definition(in, rows)).sum();
            in[input][i] = value - STEP;
            double below = Arrays.stream(definition(in, rows)).sum();
            in[input][i] = value;
            derivatives[i] = (above - below) / (2 * STEP * rows);
        }
        return derivatives;
    }

    private static void assertClose(double[] actual, double[] expected, double tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        double scale = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(0));
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as("[%d]", i).isCloseTo(expected[i], within(tolerance * scale));
        }
    }

    private static final class Network {
        final Graph graph = new Graph();
        final Node x = graph.input("x", Shape.batchOfImages(1, PIXELS, CHANNELS));
        final Node targets = graph.input("targets", Shape.batchOfImages(1, PIXELS, CHANNELS));
        final Node activated = graph.apply("activated", new Activate(Activation.TANH), normalize("first", x));
        final Node loss = graph.apply("loss", new SquaredError(), normalize("second", activated), targets);

        private Node normalize(String name, Node input) {
            return graph.apply(
                    name,
                    new BatchNormalize(EPSILON, true),
                    input,
                    graph.vector(name + ".gain", CHANNELS, Initializer.ONES),
                    graph.vector(name + ".bias", CHANNELS, Initializer.ZEROS),
                    graph.state(name + ".mean", CHANNELS, Initializer.ZEROS),
                    graph.state(name + ".variance", CHANNELS, Initializer.ONES));
        }
    }

    /** All slices of a batch on one task. */
    private static final class Slices {
        final Network network = new Network();
        final int[] rows;
        final Plan[] plans;
        final float[][] gradients;
        final List<String> events = new ArrayList<>();
        final Lockstep lockstep;

        Slices(int[] rows, double[][] in) {
            this.rows = rows;
            float[] parameters = network.graph.layout().initialize(1);
            for (int i = 0; i < 4 * CHANNELS; i++) {
                parameters[i] = (float) in[2 + i / CHANNELS][i % CHANNELS];
            }
            plans = new Plan[rows.length];
            gradients = new float[rows.length][parameters.length];
            int from = 0;
            for (int s = 0; s < rows.length; s++) {
                if (rows[s] > 0) {
                    plans[s] = Plan.training(network.graph, rows[s], network.loss)
                            .gradientOf(network.x)
                            .compile(parameters, gradients[s]);
                    fill(plans[s].value(network.x), in[0], from);
                    fill(plans[s].value(network.targets), in[1], from);
                }
                from += rows[s] * WIDTH;
            }
            Plan pattern =
                    Plan.training(network.graph, 1, network.loss).compile(parameters, new float[parameters.length]);
            lockstep = new Lockstep(pattern, rows.length, 0, rows.length, values -> events.add("exchange"));
        }

        private static void fill(Matrix to, double[] values, int from) {
            for (int i = 0; i < to.rows() * WIDTH; i++) {
                to.data()[to.offset() + i] = (float) values[from + i];
            }
        }

        void forward() {
            lockstep.forward(plans, rows, new long[rows.length][], 0);
        }

        void backward(float seed) {
            GradientListener[] listeners = new GradientListener[rows.length];
            for (int s = 0; s < listeners.length; s++) {
                int slice = s;
                listeners[s] = (from, to) -> events.add("slice " + slice + ": " + from + " to " + to);
            }
            lockstep.backward(plans, seed, 0f, listeners);
        }

        double[] losses() {
            return Arrays.stream(plans)
                    .filter(plan -> plan != null)
                    .map(plan -> plan.value(network.loss))
                    .flatMapToDouble(losses -> Arrays.stream(values(losses)))
                    .toArray();
        }

        double[] gradientOfX() {
            return Arrays.stream(plans)
                    .filter(plan -> plan != null)
                    .map(plan -> plan.gradient(network.x))
                    .flatMapToDouble(gradient -> Arrays.stream(values(gradient)))
                    .toArray();
        }

        /** Returns the sum over all slices of the gradient of a parameter, given by its index in the layout. */
        double[] gradientOfParameter(int parameter) {
            double[] sum = new double[CHANNELS];
            for (float[] gradient : gradients) {
                for (int j = 0; j < CHANNELS; j++) {
                    sum[j] += gradient[parameter * CHANNELS + j];
                }
            }
            return sum;
        }

        private static double[] values(Matrix matrix) {
            double[] values = new double[matrix.rows() * matrix.columns()];
            Arrays.setAll(values, i -> matrix.data()[matrix.offset() + i]);
            return values;
        }
    }
}
