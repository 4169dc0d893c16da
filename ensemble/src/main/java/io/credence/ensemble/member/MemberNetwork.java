package io.credence.ensemble.member;

import io.credence.ensemble.encoding.LabelColumn;
import io.credence.kernels.graph.Graph;
import io.credence.kernels.graph.Node;
import io.credence.kernels.graph.ParameterLayout;
import io.credence.kernels.graph.Plan;
import io.credence.kernels.graph.PlanBuilder;
import io.credence.kernels.graph.Shape;
import io.credence.kernels.init.Initialization;
import io.credence.kernels.layer.Activated;
import io.credence.kernels.layer.Dense;
import io.credence.kernels.layer.Dropout;
import io.credence.kernels.layer.Layer;
import io.credence.kernels.layer.Residual;
import io.credence.kernels.loss.Loss;
import io.credence.kernels.simd.Activation;
import java.util.ArrayList;
import java.util.List;

/**
 * The graph of a member: what its specification says, from features to the loss.
 *
 * @param graph all nodes
 * @param features the encoded rows, {@code [batch, features]}
 * @param targets the encoded labels, {@code [batch, 1]}
 * @param output what the member says about a row: {@code [batch, 2]}, mean and variance, of a regression; {@code [batch, classes]}
 *     logits of a classification
 * @param loss one value a row, {@code [batch, 1]}
 * @param layout where each parameter stands
 * @param draws whether a pass in training or stochastic inference draws random numbers keyed by the row
 */
public record MemberNetwork(
        Graph graph, Node features, Node targets, Node output, Node loss, ParameterLayout layout, boolean draws) {

    /**
     * Builds a member's graph.
     *
     * @param features the width of an encoded row, at least 1
     * @param outputs of {@link #outputs}
     */
    public static MemberNetwork of(NetworkSpec spec, Loss loss, int features, int outputs) {
        Graph graph = new Graph();
        Node input = graph.input("features", Shape.batchOf(features));
        Node targets = graph.input("targets", Shape.batchOf(1));
        Node hidden = input;
        for (int i = 0; i < spec.hidden().size(); i++) {
            hidden = addHidden(graph, "hidden." + i, spec, spec.hidden().get(i), hidden);
        }
        Head head = Head.add(graph, loss, outputs, hidden, targets);
        return new MemberNetwork(graph, input, targets, head.output(), head.loss(), graph.layout(), spec.dropout() > 0);
    }

    /** How many numbers a member gives for a row: a mean and a variance, or a logit for every class. */
    public static int outputs(LabelColumn label) {
        return label instanceof LabelColumn.Classes classes ? classes.labels().size() : 2;
    }

    /**
     * Begins a plan that predicts.
     *
     * @param rows of a chunk
     * @param draws whether dropout stays active
     * @param seed of the draws
     */
    public PlanBuilder inferencePlan(int rows, boolean draws, long seed) {
        PlanBuilder plan = draws ? Plan.stochasticInference(graph, rows, output) : Plan.inference(graph, rows, output);
        return plan.seed(seed);
    }

    private static Node addHidden(Graph graph, String name, NetworkSpec spec, int units, Node input) {
        List<Layer> layers = new ArrayList<>();
        spec.normalization()
                .layer()
                .ifPresentOrElse(
                        normalization -> {
                            Initialization start = spec.initialization().resolve(spec.activation());
                            layers.add(new Dense(units, Activation.IDENTITY, start));
                            layers.add(normalization);
                            layers.add(new Activated(spec.activation()));
                        },
                        () -> layers.add(new Dense(units, spec.activation(), spec.initialization())));
        if (spec.dropout() > 0) {
            layers.add(new Dropout(spec.dropout()));
        }
        boolean keepsWidth = input.shape().columns() == units;
        return spec.residual() && keepsWidth
                ? new Residual(layers).addTo(graph, name, input)
                : Layer.addAll(layers, graph, name, input);
    }
}
