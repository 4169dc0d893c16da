package io.credence.kernels.autograd;

import io.credence.kernels.initialization.Initializer;
import io.credence.kernels.loss.SquaredError;
import io.credence.kernels.operation.Activate;
import io.credence.kernels.operation.Add;
import io.credence.kernels.operation.Affine;
import io.credence.kernels.operation.BatchNormalize;
import io.credence.kernels.operation.DropUnits;
import io.credence.kernels.operation.GaussianDivergence;
import io.credence.kernels.operation.Multiply;
import io.credence.kernels.operation.OperationCase;
import io.credence.kernels.simd.elementwise.Activation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A graph with an output, a loss and sample values. */
final class SampleGraph {
    private static final int WIDTH = 3;
    private static final Activation[] FUSED = {Activation.IDENTITY, Activation.RELU, Activation.TANH};

    final Graph graph = new Graph();
    final List<Node> inputs = new ArrayList<>();
    final List<Node> differentiable = new ArrayList<>();
    private final Map<String, float[]> given = new HashMap<>();
    Node output;
    Node loss;

    private SampleGraph() {}

    /**
     * Returns a graph of one operation, with its fixed inputs as parameters. The loss is the squared distance of its
     * output from random targets.
     */
    static SampleGraph of(OperationCase c) {
        SampleGraph sample = new SampleGraph();
        Node[] nodes = new Node[c.inputs().size()];
        for (int k = 0; k < nodes.length; k++) {
            nodes[k] = sample.argument(c, k);
            sample.given.put(nodes[k].name(), c.inputs().get(k).values());
        }
        sample.output = sample.graph.apply("output", c.operation(), nodes);
        Node predictions = sample.output;
        if (!predictions.shape().isBatch()) {
            sample.graph.penalize(sample.output);
            predictions = sample.input("predictions", Shape.batchOf(1), true);
        }
        sample.loss(predictions);
        return sample;
    }

    private Node argument(OperationCase c, int k) {
        Shape shape = c.inputs().get(k).shape();
        String name = "argument." + k;
        if (shape.isBatch()) {
            return input(name, shape, c.operation().isDifferentiable(k));
        }
        return c.operation().isDifferentiable(k)
                ? graph.weight(name, shape.rows(), shape.columns(), Initializer.ZEROS)
                : graph.state(name, shape.columns(), Initializer.ZEROS);
    }

    /** Returns a directed acyclic graph whose values and parameters have several uses, or none. */
    static SampleGraph random(List<Integer> program) {
        SampleGraph sample = new SampleGraph();
        Graph graph = sample.graph;
        Node x = sample.input("x", Shape.batchOf(WIDTH), true);
        Node y = sample.input("y", Shape.batchOf(WIDTH), true);
        List<Node> values = new ArrayList<>(List.of(x, y, graph.apply("start", new Multiply(), x, y)));
        List<Node> weights = new ArrayList<>();
        List<Node> rows = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            weights.add(graph.weight("weight." + i, WIDTH, WIDTH, Initializer.ZEROS));
            rows.add(graph.vector("row." + i, WIDTH, Initializer.ZEROS));
        }
        Node mean = graph.state("mean", WIDTH, Initializer.ZEROS);
        Node variance = graph.state("variance", WIDTH, Initializer.ONES);
        graph.state("unused", WIDTH, Initializer.ZEROS);
        sample.given.put("variance", new float[] {0.5f, 1, 1.5f});
        for (int code : program) {
            Random choice = new Random(code);
            String name = "value." + values.size();
            Node a = pick(values, choice);
            Node b = pick(values, choice);
            Node row = pick(rows, choice);
            Node weight = pick(weights, choice);
            Node next =
                    switch (choice.nextInt(7)) {
                        case 0 -> graph.apply(name, new Add(), a, b);
                        case 1 -> graph.apply(name, new Multiply(), a, b);
                        case 2 -> graph.apply(name, new Activate(Activation.values()[choice.nextInt(5)]), a);
                        case 3 -> graph.apply(name, new Affine(FUSED[choice.nextInt(FUSED.length)]), a, weight, row);
                        case 4 -> graph.apply(name, new DropUnits(0.4f, graph.nextStream()), a);
                        case 5 ->
                            graph.apply(
                                    name,
                                    new BatchNormalize(1e-2f, choice.nextBoolean()),
                                    a,
                                    row,
                                    pick(rows, choice),
                                    mean,
                                    variance);
                        default -> {
                            graph.penalize(graph.apply(
                                    name + ".penalty", new GaussianDivergence(0.7f), weight, pick(weights, choice)));
                            yield a;
                        }
                    };
            values.add(next);
        }
        Node last = graph.apply("last", new Add(), values.get(values.size() - 1), x);
        sample.output = graph.apply("output", new Add(), last, y);
        sample.loss(sample.output);
        return sample;
    }

    private static Node pick(List<Node> nodes, Random choice) {
        return nodes.get(choice.nextInt(nodes.size()));
    }

    private Node input(String name, Shape shape, boolean hasGradient) {
        Node input = graph.input(name, shape);
        inputs.add(input);
        if (hasGradient) {
            differentiable.add(input);
        }
        return input;
    }

    private void loss(Node predictions) {
        Node targets = input("targets", predictions.shape(), false);
        loss = graph.apply("loss", new SquaredError(), predictions, targets);
    }

    Node node(String name) {
        return graph.nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the given values of an input or a parameter, or random values if none are given. */
    float[] values(String name, int size, Random random) {
        if (given.containsKey(name)) {
            return given.get(name);
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
