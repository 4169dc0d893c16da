package io.credence.kernels.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.kernels.operation.Multiply;
import io.credence.kernels.operation.OperationCase;
import io.credence.kernels.operation.OperationCases;
import io.credence.kernels.plan.Plan;
import io.credence.kernels.plan.PlanBuilder;
import io.credence.kernels.simd.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The interpreter defines back-propagation; a compiled plan equals it bit for bit. */
class InterpreterTest {
    private static final long SEED = 77;

    static List<OperationCase> cases() {
        return OperationCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void plan_ofEveryOperation_equalsTheInterpreterBitForBit(OperationCase c) {
        assertEqual(SampleGraph.of(c), c.mode(), c.rows(), 1);
    }

    /**
     * Each number in the program adds an operation on random earlier values and parameters. Many values are reused.
     */
    @Property(tries = 200)
    void plan_ofRandomGraph_equalsTheInterpreterBitForBit(
            @ForAll @Size(max = 25) List<@IntRange(min = 0) Integer> program,
            @ForAll @IntRange(min = 1, max = 5) int rows,
            @ForAll Mode mode,
            @ForAll long seed) {
        assertEqual(SampleGraph.random(program), mode, rows, seed);
    }

    @Test
    void backward_valueWithThreeUses_sumsTheirGradients() {
        Graph graph = new Graph();
        Node x = graph.input("x", Shape.batchOf(1));
        Node square = graph.apply("square", new Multiply(), x, x);
        Node cube = graph.apply("cube", new Multiply(), square, x);
        Interpreter interpreter = new Interpreter(graph, 1, Mode.TRAINING, 0, new float[0], List.of(cube));
        interpreter.value(x).data()[0] = 3;

        interpreter.forward(null, 0);
        interpreter.backward(cube, 1, 0);

        assertThat(interpreter.value(cube).data()).containsExactly(27);
        assertThat(interpreter.gradient(x).data()).containsExactly(3 * 3 * 3);
    }

    private static void assertEqual(SampleGraph sample, Mode mode, int rows, long seed) {
        Random random = new Random(seed);
        ParameterLayout layout = sample.graph.layout();
        float[] parameters = new float[layout.size()];
        for (ParameterLayout.Entry entry : layout.entries()) {
            float[] values = sample.values(entry.name(), entry.size(), random);
            System.arraycopy(values, 0, parameters, entry.offset(), entry.size());
        }
        float[] gradient = new float[parameters.length];
        Plan plan = plan(sample, mode, rows, parameters, gradient);
        List<Node> outputs = new ArrayList<>(List.of(sample.output));
        if (mode == Mode.TRAINING) {
            outputs.add(sample.loss);
            outputs.addAll(sample.graph.penalties());
        }
        Interpreter interpreter = new Interpreter(sample.graph, rows, mode, SEED, parameters, outputs);
        for (Node input : sample.inputs) {
            float[] values = sample.values(input.name(), rows * input.shape().columns(), random);
            fill(plan.value(input), values);
            fill(interpreter.value(input), values);
        }

        // Twice, so that anything left over from the first pass would show.
        for (int draw = 0; draw < 2; draw++) {
            plan.forward(OperationCases.rowKeys(rows), draw);
            interpreter.forward(OperationCases.rowKeys(rows), draw);
            assertThat(values(plan.value(sample.output))).isEqualTo(values(interpreter.value(sample.output)));
            if (mode == Mode.TRAINING) {
                plan.backward(0.3f, 0.7f, GradientListener.NONE);
                interpreter.backward(sample.loss, 0.3f, 0.7f);
                assertThat(values(plan.value(sample.loss))).isEqualTo(values(interpreter.value(sample.loss)));
                for (Node input : sample.differentiable) {
                    assertThat(values(plan.gradient(input)))
                            .as(input.name())
                            .isEqualTo(values(interpreter.gradient(input)));
                }
                for (ParameterLayout.Entry entry : layout.entries()) {
                    Node node = sample.node(entry.name());
                    assertThat(Arrays.copyOfRange(gradient, entry.offset(), entry.end()))
                            .as(entry.name())
                            .isEqualTo(values(interpreter.gradient(node)));
                }
            }
        }
    }

    private static Plan plan(SampleGraph sample, Mode mode, int rows, float[] parameters, float[] gradient) {
        if (mode != Mode.TRAINING) {
            PlanBuilder builder = mode == Mode.INFERENCE
                    ? Plan.inference(sample.graph, rows, sample.output)
                    : Plan.stochasticInference(sample.graph, rows, sample.output);
            sample.inputs.forEach(builder::keep);
            return builder.seed(SEED).compile(parameters);
        }
        PlanBuilder builder = Plan.training(sample.graph, rows, sample.loss).keep(sample.output);
        sample.inputs.forEach(builder::keep);
        sample.differentiable.forEach(builder::gradientOf);
        return builder.seed(SEED).compile(parameters, gradient);
    }

    private static void fill(Matrix target, float[] values) {
        System.arraycopy(values, 0, target.data(), target.offset(), values.length);
    }

    private static float[] values(Matrix matrix) {
        return Arrays.copyOfRange(matrix.data(), matrix.offset(), matrix.offset() + matrix.rows() * matrix.columns());
    }
}
