package io.credence.kernels.layer;

import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.operation.Activate;
import io.credence.kernels.simd.elementwise.Activation;

/**
 * An activation as a layer of its own, for networks in which another layer separates it from the dense one. From
 * {@code [batch, n]} to f of it, {@code [batch, n]}; images keep their shape. No parameters.
 *
 * @param activation f
 */
public record Activated(Activation activation) implements Layer {
    @Override
    public Node addTo(Graph graph, String name, Node input) {
        return graph.apply(name, new Activate(activation), input);
    }
}
