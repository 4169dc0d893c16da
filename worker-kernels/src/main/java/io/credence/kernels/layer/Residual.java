package io.credence.kernels.layer;

import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.operation.Add;
import java.util.List;

/**
 * A residual block, y = F(x) + x (He et al. 2016): gradients reach x undiminished, whatever F does to them. From
 * {@code [batch, n]}, or images, to the same shape; F must preserve the shape too. Parameters: those of F.
 *
 * @param body F, a sequence of layers
 */
public record Residual(List<Layer> body) implements Layer {
    /** Copies the list of layers. */
    public Residual {
        body = List.copyOf(body);
    }

    @Override
    public Node addTo(Graph graph, String name, Node input) {
        return graph.apply(name, new Add(), Layer.addAll(body, graph, name, input), input);
    }
}
