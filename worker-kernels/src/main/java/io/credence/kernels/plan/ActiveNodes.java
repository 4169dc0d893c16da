package io.credence.kernels.plan;

import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The nodes of a graph that a plan computes, and those among them that receive a gradient. */
final class ActiveNodes {
    private final Node[] nodes;
    private final List<Node> steps;
    private final boolean[] needed;
    private final boolean[] needsGradient;

    ActiveNodes(PlanBuilder request) {
        Graph graph = request.graph;
        this.nodes = graph.nodes().toArray(Node[]::new);
        List<Node> outputs = new ArrayList<>(request.kept);
        outputs.addAll(request.gradientInputs);
        this.needed = graph.dependencies(outputs);
        this.steps = all(node -> isNeeded(node) && node.role() == Node.Role.RESULT);
        this.needsGradient = new boolean[nodes.length];
        if (request.loss != null) {
            markGradients(request);
        }
    }

    /**
     * Marks the nodes on a path from a parameter, or an input whose gradient is requested, to the loss or a penalty.
     */
    private void markGradients(PlanBuilder request) {
        boolean[] reachesLoss = new boolean[nodes.length];
        reachesLoss[request.loss.index()] = true;
        request.graph.penalties().forEach(node -> reachesLoss[node.index()] = true);
        for (int i = nodes.length - 1; i >= 0; i--) {
            for (int k = 0; reachesLoss[i] && k < nodes[i].inputs().size(); k++) {
                if (nodes[i].operation().isDifferentiable(k)) {
                    reachesLoss[nodes[i].inputs().get(k).index()] = true;
                }
            }
        }
        for (Node node : nodes) {
            boolean source = node.role() == Node.Role.PARAMETER || request.gradientInputs.contains(node);
            boolean derived = false;
            for (int k = 0; k < node.inputs().size(); k++) {
                derived |= node.operation().isDifferentiable(k)
                        && needsGradient(node.inputs().get(k));
            }
            needsGradient[node.index()] = isNeeded(node) && reachesLoss[node.index()] && (source || derived);
        }
    }

    /** Returns the number of nodes of the graph. */
    int count() {
        return nodes.length;
    }

    /** Returns the nodes that satisfy a condition, in topological order. */
    List<Node> all(Predicate<Node> property) {
        return Stream.of(nodes).filter(property).toList();
    }

    /** Returns the computed results, in topological order. */
    List<Node> steps() {
        return steps;
    }

    /** Returns whether a node is kept, or a kept node depends on it. */
    boolean isNeeded(Node node) {
        return needed[node.index()];
    }

    /** Returns whether a node receives a gradient. */
    boolean needsGradient(Node node) {
        return needsGradient[node.index()];
    }
}
