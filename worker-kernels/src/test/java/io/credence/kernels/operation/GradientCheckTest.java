package io.credence.kernels.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.credence.kernels.autograd.Draws;
import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.random.Purpose;
import io.credence.kernels.random.RandomStream;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.product.Gemm;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares every operation's value with its definition in double precision, and its gradient with central differences
 * of that definition. The definitions are in {@link OperationCases}; an operation without one fails the build.
 */
class GradientCheckTest {
    private static final double STEP = 1e-5;

    /** Relative to the element itself. */
    private static final double TOLERANCE = 3e-5;

    /**
     * Relative to the largest element: a few rounding errors, for elements that are small because large terms cancel.
     */
    private static final double ROUNDING = 5e-7;

    static List<OperationCase> cases() {
        return OperationCases.all();
    }

    static List<OperationCase> casesWithGradient() {
        return cases().stream()
                .filter(c -> IntStream.range(0, c.inputs().size()).anyMatch(c.operation()::isDifferentiable))
                .toList();
    }

    @Test
    void everyOperation_hasACase() throws IOException, URISyntaxException {
        assertThat(cases().stream().map(c -> c.operation().getClass().getSimpleName()))
                .containsAll(OperationClasses.all().map(Class::getSimpleName).toList());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void forward_equalsTheDefinition(OperationCase c) {
        OperationRun run = new OperationRun(c);

        run.frame.forward();

        assertClose(run.output.data(), c.definition().apply(c.inDouble()), c.size(), "value");
    }

    @ParameterizedTest
    @MethodSource("casesWithGradient")
    void backward_equalsTheFiniteDifferencesOfTheDefinition(OperationCase c) {
        OperationRun run = new OperationRun(c);

        run.pass();

        for (int k = 0; k < c.inputs().size(); k++) {
            if (c.operation().isDifferentiable(k)) {
                assertClose(run.gradients[k].data(), slopes(c, k, run.seed), c.size(), "gradient of input " + k);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("casesWithGradient")
    void repeatedPass_hasTheSameBits(OperationCase c) {
        OperationRun one = new OperationRun(c);
        OperationRun two = new OperationRun(c);

        one.pass();
        two.pass();
        two.pass();

        for (int k = 0; k < c.inputs().size(); k++) {
            assertThat(two.gradients[k].data()).isEqualTo(one.gradients[k].data());
        }
    }

    /**
     * Returns the gradient by central differences, taken output by output and weighted by the seed. Outputs that the
     * input does not affect therefore add no rounding error.
     */
    private static double[] slopes(OperationCase c, int input, float[] seed) {
        double[][] values = c.inDouble();
        double[] slopes = new double[values[input].length];
        for (int i = 0; i < slopes.length; i++) {
            double value = values[input][i];
            // A missing value has no size.
            double step = STEP * Math.max(c.size(), Double.isNaN(value) ? 0 : Math.abs(value));
            values[input][i] = value + step;
            double[] above = c.definition().apply(values);
            values[input][i] = value - step;
            double[] below = c.definition().apply(values);
            values[input][i] = value;
            for (int j = 0; j < seed.length; j++) {
                slopes[i] += (above[j] - below[j]) / (2 * step) * seed[j];
            }
        }
        return slopes;
    }

    private static void assertClose(float[] actual, double[] expected, double size, String what) {
        assertThat(actual).hasSameSizeAs(expected);
        double largest = Arrays.stream(expected).map(Math::abs).reduce(size, Math::max);
        for (int i = 0; i < expected.length; i++) {
            double allowed = TOLERANCE * Math.abs(expected[i]) + ROUNDING * largest;
            assertThat((double) actual[i]).as(what + "[" + i + "]").isCloseTo(expected[i], within(allowed));
        }
    }

    /** One operation with its own memory, filled with arbitrary values on which it must not rely. */
    private static final class OperationRun {
        final Frame frame;
        final Matrix output;
        final Matrix outputGradient;
        final float[] seed;
        final Matrix[] gradients;

        OperationRun(OperationCase c) {
            List<Shape> shapes =
                    c.inputs().stream().map(OperationCase.Input::shape).toList();
            Frame.Slot[] slots = new Frame.Slot[shapes.size()];
            gradients = new Matrix[slots.length];
            for (int k = 0; k < slots.length; k++) {
                gradients[k] = matrix(shapes.get(k), c.rows());
                Matrix value = matrix(shapes.get(k), c.rows());
                System.arraycopy(c.inputs().get(k).values(), 0, value.data(), 0, value.data().length);
                slots[k] = new Frame.Slot(shapes.get(k), value, gradients[k]);
            }
            Graph graph = new Graph();
            Node[] nodes = new Node[slots.length];
            for (int k = 0; k < nodes.length; k++) {
                nodes[k] = graph.input("input" + k, shapes.get(k));
            }
            Shape shape = graph.apply("output", c.operation(), nodes).shape();
            output = matrix(shape, c.rows());
            outputGradient = matrix(shape, c.rows());
            RandomStream random = new RandomStream(11, Purpose.EVALUATION, 1);
            for (int i = 0; i < outputGradient.data().length; i++) {
                outputGradient.data()[i] = (float) random.nextGaussian();
            }
            seed = outputGradient.data().clone();
            Matrix[] workspaces = c.operation().workspaces(shapes, c.rows(), c.mode()).stream()
                    .map(workspace -> filled(Matrix.zeros(workspace.rows(), workspace.columns())))
                    .toArray(Matrix[]::new);
            Draws draws = new Draws(OperationCases.SEED);
            draws.select(OperationCases.rowKeys(c.rows()), OperationCases.DRAW);
            frame = new Frame(
                    c.operation(),
                    new Frame.Shared(c.mode(), draws, new Gemm()),
                    slots,
                    new Frame.Slot(shape, output, outputGradient),
                    workspaces);
        }

        /** Runs forward and backward, whatever an earlier pass left in memory. */
        void pass() {
            System.arraycopy(seed, 0, outputGradient.data(), 0, seed.length);
            frame.forward();
            frame.backwardToParameters();
            frame.backward();
        }

        private static Matrix matrix(Shape shape, int rows) {
            return filled(Matrix.zeros(shape.rowsIn(rows), shape.columns()));
        }

        private static Matrix filled(Matrix matrix) {
            Arrays.fill(matrix.data(), 123.25f);
            return matrix;
        }
    }
}
