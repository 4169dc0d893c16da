package io.credence.kernels.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.embedding.Embed;
import io.credence.kernels.initialization.Initializer;
import io.credence.kernels.loss.SquaredError;
import io.credence.kernels.operation.Add;
import io.credence.kernels.simd.Matrix;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** A network of a number and two categories, the first of which has a table large enough to be tracked. */
class GradientBufferTest {
    private static final int CATEGORIES = 2048;
    private static final int WIDTH = 4;

    private final Graph graph = new Graph();
    private final Node rows = graph.input("rows", Shape.batchOf(3));
    private final Node table = graph.undecayed("table", CATEGORIES, WIDTH, Initializer.ZEROS);
    private final Node small = graph.undecayed("small", 3, 2, Initializer.ZEROS);
    private final Node embedded = graph.apply("embedded", new Embed(1), rows, table, small);
    private final Node targets = graph.input("targets", Shape.batchOf(1 + WIDTH + 2));
    private final Node loss = graph.apply("loss", new SquaredError(), embedded, targets);
    private final float[] parameters = new float[graph.layout().size()];
    private final float[] plain = new float[parameters.length];

    /** Batches of 700 rows touch more rows than are listed. Two plans share the buffer, as for a short last batch. */
    @Property(tries = 20)
    void passes_overManyBatches_haveTheBitsOfAPlainArray(@ForAll long seed) {
        Random random = new Random(seed);
        GradientBuffer buffer = new GradientBuffer(graph, 1);
        int[] sizes = {5, 40, 700};
        Plan[] tracked = new Plan[sizes.length];
        Plan[] expected = new Plan[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            tracked[i] = Plan.training(graph, sizes[i], loss).compile(parameters, buffer);
            expected[i] = Plan.training(graph, sizes[i], loss).compile(parameters, plain);
        }
        for (int batch = 0; batch < 30; batch++) {
            int size = random.nextInt(sizes.length);
            long values = random.nextLong();
            backward(tracked[size], values);
            backward(expected[size], values);
            assertSame(buffer.array(), plain);
            if (random.nextInt(5) == 0) {
                Arrays.fill(buffer.array(), 7f);
                buffer.touchAll();
            }
        }
    }

    @Property(tries = 50)
    void add_inPieces_equalsTheSumOfTheArrays(@ForAll long seed) {
        Random random = new Random(seed);
        GradientBuffer sum = pass(random);
        for (int part = 0; part < 4; part++) {
            GradientBuffer other = pass(random);
            float[] expected = sum.array().clone();
            for (int i = 0; i < expected.length; i++) {
                expected[i] += other.array()[i];
            }
            int cut = random.nextInt(expected.length);
            sum.add(other, cut, expected.length);
            sum.add(other, 0, cut);
            assertSame(sum.array(), expected);
        }
        backward(Plan.training(graph, 9, loss).compile(parameters, sum), seed);
        backward(Plan.training(graph, 9, loss).compile(parameters, plain), seed);
        assertSame(Arrays.copyOf(sum.array(), plain.length), plain);
        sum.clear();
        assertThat(sum.array()).containsOnly(0f);
    }

    /** Gradients of a value with two uses are summed over the whole table. */
    @Test
    void tableWithTwoUses_isNotTracked() {
        Node again = graph.apply("again", new Embed(1), rows, table, small);
        Node both = graph.apply("both", new Add(), embedded, again);
        Node error = graph.apply("error", new SquaredError(), both, targets);
        GradientBuffer buffer = new GradientBuffer(graph, 0);
        assertThat(buffer.tablesByOffset()).isEmpty();
        Plan tracked = Plan.training(graph, 8, error).compile(parameters, buffer);
        Plan expected = Plan.training(graph, 8, error).compile(parameters, plain);
        for (int batch = 0; batch < 3; batch++) {
            backward(tracked, batch);
            backward(expected, batch);
            assertSame(buffer.array(), plain);
        }
    }

    private GradientBuffer pass(Random random) {
        GradientBuffer buffer = new GradientBuffer(graph, 1);
        int size = random.nextInt(4) == 0 ? 900 : 20;
        backward(Plan.training(graph, size, loss).compile(parameters, buffer), random.nextLong());
        buffer.array()[parameters.length] = random.nextFloat();
        return buffer;
    }

    private void backward(Plan plan, long seed) {
        Random random = new Random(seed);
        Matrix input = plan.value(rows);
        for (int row = 0; row < plan.rows(); row++) {
            input.data()[input.row(row)] = (float) random.nextGaussian();
            input.data()[input.row(row) + 1] = random.nextInt(CATEGORIES);
            input.data()[input.row(row) + 2] = random.nextInt(3);
        }
        Matrix target = plan.value(targets);
        for (int i = 0; i < target.rows() * target.columns(); i++) {
            target.data()[target.offset() + i] = (float) random.nextGaussian();
        }
        plan.forward();
        plan.backward(1f / plan.rows(), 0, GradientListener.NONE);
    }

    private void assertSame(float[] actual, float[] expected) {
        int length = Math.min(actual.length, expected.length);
        assertThat(Arrays.mismatch(actual, 0, length, expected, 0, length)).isEqualTo(-1);
    }
}
