package io.credence.kernels.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.autograd.ShapeException;
import io.credence.kernels.initialization.Initialization;
import io.credence.kernels.initialization.Initializer;
import io.credence.kernels.layer.Dense;
import io.credence.kernels.layer.Dropout;
import io.credence.kernels.layer.Layer;
import io.credence.kernels.layer.Residual;
import io.credence.kernels.loss.GaussianHead;
import io.credence.kernels.loss.GaussianNllLoss;
import io.credence.kernels.loss.SquaredError;
import io.credence.kernels.operation.Add;
import io.credence.kernels.operation.Affine;
import io.credence.kernels.operation.Multiply;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PlanTest {
    /** The example of {@link Graph}: f(x, y, z) = (x + y) z at (-2, 5, -4) has the gradient (-4, -4, 3). */
    @Test
    void backward_ofTheDocumentedExample_computesItsGradient() {
        Graph graph = new Graph();
        Node x = graph.input("x", Shape.batchOf(1));
        Node y = graph.input("y", Shape.batchOf(1));
        Node z = graph.input("z", Shape.batchOf(1));
        Node sum = graph.apply("sum", new Add(), x, y);
        Node product = graph.apply("product", new Multiply(), sum, z);
        Plan plan = Plan.training(graph, 1, product)
                .gradientOf(x)
                .gradientOf(y)
                .gradientOf(z)
                .compile(new float[0], new float[0]);
        set(plan, x, -2);
        set(plan, y, 5);
        set(plan, z, -4);

        plan.forward();
        plan.backward(1, 0, GradientListener.NONE);

        assertThat(plan.lossSum()).isEqualTo(-12);
        assertThat(gradient(plan, x)).isEqualTo(-4);
        assertThat(gradient(plan, y)).isEqualTo(-4);
        assertThat(gradient(plan, z)).isEqualTo(3);
    }

    @Test
    void backward_valueUsedThreeTimes_sumsItsGradients() {
        Graph graph = new Graph();
        Node x = graph.input("x", Shape.batchOf(1));
        Node square = graph.apply("square", new Multiply(), x, x);
        Node cubePlusX = graph.apply("f", new Add(), graph.apply("cube", new Multiply(), square, x), x);
        Plan plan = Plan.training(graph, 1, cubePlusX).gradientOf(x).compile(new float[0], new float[0]);
        set(plan, x, 3);

        plan.forward();
        plan.backward(1, 0, GradientListener.NONE);

        assertThat(gradient(plan, x)).isEqualTo(3 * 9 + 1);
    }

    @Test
    void backward_weightsSharedByTwoLayers_sumTheirGradients() {
        Graph graph = new Graph();
        Node x = graph.input("x", Shape.batchOf(2));
        Node weight = graph.weight("w", 2, 2, Initializer.ONES);
        Node bias = graph.vector("b", 2, Initializer.ZEROS);
        Node once = graph.apply("once", new Affine(Activation.IDENTITY), x, weight, bias);
        Node twice = graph.apply("twice", new Affine(Activation.IDENTITY), once, weight, bias);
        Node out = graph.weight("out", 2, 1, Initializer.ONES);
        Node none = graph.vector("none", 1, Initializer.ZEROS);
        Node loss = graph.apply("loss", new Affine(Activation.IDENTITY), twice, out, none);
        float[] gradient = new float[graph.layout().size()];
        Plan plan = Plan.training(graph, 1, loss).compile(graph.layout().initialize(0), gradient);
        plan.value(x).data()[plan.value(x).offset()] = 1;
        plan.value(x).data()[plan.value(x).offset() + 1] = 2;

        float[] reported = new float[gradient.length];
        plan.forward();
        plan.backward(1, 0, (from, to) -> System.arraycopy(gradient, from, reported, from, to - from));

        assertThat(reported).isEqualTo(gradient);
        // once = [3, 3]; d loss / d once = [2, 2]; dW = once^T [1, 1] + x^T [2, 2].
        assertThat(Arrays.copyOf(gradient, 4)).containsExactly(5, 5, 7, 7);
        assertThat(Arrays.copyOfRange(gradient, 4, 6)).containsExactly(3, 3);
    }

    @Test
    void backward_ofAffine_reportsItsParameters_beforeComputingTheGradientOfItsInput() {
        Graph graph = new Graph();
        Node x = graph.input("x", Shape.batchOf(1));
        Node weight = graph.weight("w", 1, 1, Initializer.ONES);
        Node bias = graph.vector("b", 1, Initializer.ZEROS);
        Node loss = graph.apply("loss", new Affine(Activation.IDENTITY), x, weight, bias);
        float[] gradient = new float[graph.layout().size()];
        Plan plan = Plan.training(graph, 1, loss)
                .gradientOf(x)
                .compile(graph.layout().initialize(0), gradient);
        List<List<Float>> reported = new ArrayList<>();
        set(plan, x, 3);

        plan.forward();
        plan.backward(1, 0, (from, to) -> reported.add(List.of(gradient[0], gradient(plan, x))));

        assertThat(reported).containsExactly(List.of(3f, 0f));
        assertThat(gradient(plan, x)).isEqualTo(1);
    }

    @Test
    void backward_reportsEveryPieceOnce_fromTheEndToTheStart() {
        Network network = new Network(3);
        List<int[]> pieces = new ArrayList<>();

        network.plan.forward(network.rowKeys, 0);
        network.plan.backward(0.5f, 0, (from, to) -> pieces.add(new int[] {from, to}));

        assertThat(pieces.size()).isGreaterThan(2);
        assertThat(pieces.get(0)[1]).isEqualTo(network.gradient.length);
        assertThat(pieces.get(pieces.size() - 1)[0]).isZero();
        for (int i = 1; i < pieces.size(); i++) {
            assertThat(pieces.get(i)[1]).isEqualTo(pieces.get(i - 1)[0]);
        }
    }

    @Test
    void backward_reportedPiece_isNotModifiedAgain() {
        Network network = new Network(3);
        float[] reported = new float[network.gradient.length];

        network.plan.forward(network.rowKeys, 0);
        network.plan.backward(
                0.5f, 0, (from, to) -> System.arraycopy(network.gradient, from, reported, from, to - from));

        assertThat(reported).isEqualTo(network.gradient);
    }

    @Test
    void repeatedStep_hasTheSameBits() {
        Network one = new Network(3);
        Network two = new Network(3);
        for (int step = 0; step < 3; step++) {
            one.step(step);
        }
        two.step(2);

        assertThat(two.gradient).isEqualTo(one.gradient);
    }

    @Test
    void step_withAnotherDraw_dropsOtherUnits() {
        Network network = new Network(3);
        network.step(0);
        float[] first = network.gradient.clone();

        network.step(1);

        assertThat(network.gradient).isNotEqualTo(first);
    }

    @Test
    void stochasticInference_ofARowInAnotherBatch_hasTheSameBits() {
        Network whole = new Network(4);
        Network single = new Network(1);
        Plan all = Plan.stochasticInference(whole.graph, 4, whole.prediction)
                .seed(9)
                .compile(whole.parameters);
        Plan one = Plan.stochasticInference(single.graph, 1, single.prediction)
                .seed(9)
                .compile(single.parameters);
        whole.fill(all);
        all.forward(whole.rowKeys, 5);
        int last = all.value(whole.features).row(3);
        System.arraycopy(
                all.value(whole.features).data(),
                last,
                one.value(single.features).data(),
                one.value(single.features).offset(),
                5);

        one.forward(new long[] {whole.rowKeys[3]}, 5);

        assertThat(one.value(single.prediction)
                        .data()[one.value(single.prediction).offset()])
                .isEqualTo(all.value(whole.prediction)
                        .data()[all.value(whole.prediction).row(3)]);
    }

    @Test
    void smallStepAgainstTheGradient_lowersTheLossAsPredicted() {
        Network network = new Network(4);
        network.step(0);
        double before = network.plan.lossSum();
        double norm = 0;
        for (int i = 0; i < network.parameters.length; i++) {
            network.parameters[i] -= 1e-3f * network.gradient[i];
            norm += (double) network.gradient[i] * network.gradient[i];
        }

        network.step(0);

        assertThat(before - network.plan.lossSum()).isCloseTo(2 * 1e-3 * norm, within(2e-4 * norm));
    }

    @Test
    void apply_wrongShape_reportsNodeInputFoundAndAllowed() {
        Graph graph = new Graph();
        Node x = graph.input("x", Shape.batchOf(3));
        Node weight = graph.weight("hidden.0.weight", 4, 2, Initializer.ZEROS);
        Node bias = graph.vector("hidden.0.bias", 2, Initializer.ZEROS);

        assertThatThrownBy(() -> graph.apply("hidden.0", new Affine(Activation.RELU), x, weight, bias))
                .isInstanceOf(ShapeException.class)
                .hasMessage("node hidden.0: input 1 (hidden.0.weight) has shape [4, 2]; it must be [3, 2]");
    }

    @Test
    void parameterWithoutRows_isRejectedWithNodeAndShape() {
        assertThatThrownBy(() -> new Graph().weight("hidden.0.weight", 0, 2, Initializer.ZEROS))
                .isInstanceOf(ShapeException.class)
                .hasMessage("node hidden.0.weight has shape [0, 2]; both sizes must be at least 1");
    }

    /** By its index alone, such a node would be mistaken for another node. */
    @Test
    void nodeOfAnotherGraph_isRejectedEverywhere() {
        Network network = new Network(1);
        Graph graph = network.graph;
        Node foreign = new Graph().input("foreign", Shape.batchOf(1));
        Node scalar = new Graph().vector("scalar", 1, Initializer.ONES);

        assertForeign("foreign", () -> Plan.training(graph, 1, foreign));
        assertForeign("foreign", () -> Plan.inference(graph, 1, foreign));
        assertForeign("foreign", () -> Plan.training(graph, 1, network.loss).keep(foreign));
        assertForeign("foreign", () -> Plan.training(graph, 1, network.loss).gradientOf(foreign));
        assertForeign("foreign", () -> network.plan.value(foreign));
        assertForeign("foreign", () -> network.plan.gradient(foreign));
        assertForeign("scalar", () -> graph.penalize(scalar));
    }

    private static void assertForeign(String name, ThrowingCallable use) {
        assertThatThrownBy(use)
                .hasMessage("node " + name + " belongs to another graph; it must be one of this graph's");
    }

    @Test
    void memorySize_beyondAnArray_isReported_andRejectedByCompile() {
        Graph graph = new Graph();
        Node input = graph.input("x", Shape.batchOf(1 << 20));
        PlanBuilder large = Plan.inference(graph, 1 << 20, input);

        assertThat(large.memorySize()).isEqualTo(1L << 40);
        assertThatThrownBy(() -> large.compile(new float[0]))
                .hasMessage("a plan of 1048576 rows holds 1099511627776 values; it must hold at most 2147483639, with"
                        + " fewer rows");
    }

    @Test
    void stateWithoutOperation_keepsItsValue_weightedByTheFractionOfRows() {
        Graph graph = new Graph();
        Node x = graph.input("x", Shape.batchOf(1));
        Node target = graph.input("target", Shape.batchOf(1));
        graph.state("idle", 2, Initializer.ONES);
        Node loss = graph.apply("loss", new SquaredError(), x, target);
        float[] gradient = {123, 123};
        Plan plan = Plan.training(graph, 3, loss).compile(new float[] {5, -7}, gradient);

        plan.forward();
        plan.backward(1 / 12f, 0, GradientListener.NONE);

        assertThat(gradient).containsExactly(1.25f, -1.75f);
    }

    @Test
    void value_ofANodeThatIsNotKept_isRejected() {
        Network network = new Network(1);

        assertThatThrownBy(() -> network.plan.value(network.prediction)).hasMessageContaining("keep(node)");
    }

    @Test
    void compile_withArraysOfTheWrongLength_isRejected() {
        Network network = new Network(1);

        assertThatThrownBy(() ->
                        Plan.inference(network.graph, 1, network.prediction).compile(new float[1]))
                .hasMessageContaining("parameters have 1 values; they must have the layout's");
        assertThatThrownBy(() -> Plan.training(network.graph, 1, network.loss)
                        .compile(network.parameters, new float[network.parameters.length - 1]))
                .hasMessageContaining("values; it must have at least the layout's");
        assertThatThrownBy(() -> Plan.training(network.graph, 1, network.loss).compile(network.parameters))
                .hasMessageContaining("has no gradient array");
    }

    /** A plan that shares its memory with others computes the same values as a plan alone. */
    @Test
    void compileAll_everyPlan_equalsThePlanCompiledAlone() {
        Network network = new Network(4);
        List<float[]> sets = List.of(
                network.graph.layout().initialize(1),
                network.graph.layout().initialize(2),
                network.graph.layout().initialize(3));
        List<Plan> together =
                Plan.stochasticInference(network.graph, 4, network.prediction).compileAll(sets, member -> 20 + member);
        network.fill(together.get(0));

        for (int member : new int[] {2, 0, 1}) {
            Plan alone = Plan.stochasticInference(network.graph, 4, network.prediction)
                    .seed(20 + member)
                    .compile(sets.get(member));
            network.fill(alone);
            alone.forward(network.rowKeys, 5);
            together.get(member).forward(network.rowKeys, 5);

            assertThat(rows(together.get(member), network.prediction))
                    .as("member %d", member)
                    .isEqualTo(rows(alone, network.prediction));
            assertThat(together.get(member).value(network.prediction).data())
                    .isSameAs(together.get(0).value(network.features).data());
        }
    }

    @Test
    void memory_sharedByPlansOfTwoLengths_changesNoBit() {
        Network network = new Network(4);
        PlanMemory memory = new PlanMemory();
        float[][] shared = new float[2][network.parameters.length];
        Plan[] plans = new Plan[2];
        for (int i = 0; i < 2; i++) {
            plans[i] = training(network, 4 - i).memory(memory).compile(network.parameters, shared[i]);
        }
        assertThat(plans[1].value(network.features).data())
                .isSameAs(plans[0].value(network.features).data());

        for (int i : new int[] {1, 0, 1}) {
            float[] alone = new float[network.parameters.length];
            pass(network, training(network, 4 - i).compile(network.parameters, alone));
            pass(network, plans[i]);

            assertThat(shared[i]).isEqualTo(alone);
        }
    }

    @Test
    void memory_ofAPlanThatNeedsMore_leavesEarlierPlansIntact() {
        Network network = new Network(4);
        PlanMemory memory = new PlanMemory();
        float[] shared = new float[network.parameters.length];
        Plan small = training(network, 2).memory(memory).compile(network.parameters, shared);
        training(network, 4).memory(memory).compile(network.parameters, new float[network.parameters.length]);
        float[] alone = new float[network.parameters.length];

        pass(network, training(network, 2).compile(network.parameters, alone));
        pass(network, small);

        assertThat(shared).isEqualTo(alone);
    }

    private static PlanBuilder training(Network network, int rows) {
        return Plan.training(network.graph, rows, network.loss).seed(9);
    }

    private static void pass(Network network, Plan plan) {
        network.fill(plan);
        Arrays.fill(
                plan.value(network.target).data(),
                plan.value(network.target).offset(),
                plan.value(network.target).offset() + plan.rows(),
                0.5f);
        plan.forward(network.rowKeys, 3);
        plan.backward(0.25f, 0, GradientListener.NONE);
    }

    private static float[] rows(Plan plan, Node node) {
        Matrix value = plan.value(node);
        return Arrays.copyOfRange(value.data(), value.offset(), value.offset() + value.rows() * value.columns());
    }

    /** A network with five features, a residual block, dropout and two outputs. */
    private static final class Network {
        final Graph graph = new Graph();
        final Node features = graph.input("features", Shape.batchOf(5));
        final Node target = graph.input("target", Shape.batchOf(1));
        final Node prediction;
        final Node loss;
        final float[] parameters;
        final float[] gradient;
        final long[] rowKeys;
        final Plan plan;

        Network(int rows) {
            Dense dense = new Dense(8, Activation.TANH, Initialization.AUTO);
            List<Layer> layers = List.of(
                    dense,
                    new Residual(List.of(dense, new Dropout(0.4))),
                    new Dense(2, Activation.IDENTITY, Initialization.AUTO));
            prediction =
                    graph.apply("prediction", new GaussianHead(1e-6f), Layer.addAll(layers, graph, "hidden", features));
            loss = graph.apply("loss", new GaussianNllLoss(0), prediction, target);
            parameters = graph.layout().initialize(1);
            gradient = new float[parameters.length];
            plan = Plan.training(graph, rows, loss).seed(9).compile(parameters, gradient);
            rowKeys = new long[rows];
            Arrays.setAll(rowKeys, i -> 1000L + i);
            fill(plan);
        }

        void fill(Plan plan) {
            for (int row = 0; row < plan.rows(); row++) {
                for (int j = 0; j < 5; j++) {
                    plan.value(features).data()[plan.value(features).row(row) + j] = (row + 1) * 0.1f - j * 0.3f;
                }
            }
        }

        void step(int draw) {
            plan.forward(rowKeys, draw);
            plan.backward(0.5f, 0, GradientListener.NONE);
        }
    }

    private static void set(Plan plan, Node node, float value) {
        plan.value(node).data()[plan.value(node).offset()] = value;
    }

    private static float gradient(Plan plan, Node node) {
        return plan.gradient(node).data()[plan.gradient(node).offset()];
    }
}
