package io.credence.kernels.layer;

import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.operation.Activate;
import io.credence.kernels.simd.elementwise.Activation;

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
