package io.credence.kernels.layer;

import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.operation.Activate;
import io.credence.kernels.simd.elementwise.Activation;

/**
 * An activation as a separate layer, for networks in which another layer, such as normalisation, comes between a dense
 * layer and its activation. From {@code [batch, n]} to {@code [batch, n]}; images keep their shape. No parameters.
 *
 * @param activation the activation function
 */
public record Activated(Activation activation) implements Layer {
    @Override
    public Node addTo(Graph graph, String name, Node input) {
        return graph.apply(name, new Activate(activation), input);
    }
}
