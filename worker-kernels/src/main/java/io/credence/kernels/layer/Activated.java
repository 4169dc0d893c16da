package io.credence.kernels.layer;

import io.credence.kernels.graph.Activate;
import io.credence.kernels.graph.Graph;
import io.credence.kernels.graph.Node;
import io.credence.kernels.simd.Activation;

/**
 * An activation on its own, where something stands between it and the layer before: f(x), of x's shape.
 *
 * @param activation f
 */
public record Activated(Activation activation) implements Layer {
    @Override
    public Node addTo(Graph graph, String name, Node input) {
        return graph.apply(name, new Activate(activation), input);
    }
}
