package io.credence.kernels.layer;

import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.initialization.Initializer;
import io.credence.kernels.operation.LayerNormalize;

/**
 * Layer normalisation (Ba et al. 2016), per row: from {@code [batch, n]} to {@code [batch, n]}. Parameters:
 * {@code gain} and {@code bias} {@code [1, n]}.
 */
public record LayerNormalization() implements Layer {
    private static final float EPSILON = 1e-5f;

    @Override
    public Node addTo(Graph graph, String name, Node input) {
        int columns = input.shape().columns();
        Node gain = graph.vector(name + ".gain", columns, Initializer.ONES);
        Node bias = graph.vector(name + ".bias", columns, Initializer.ZEROS);
        return graph.apply(name, new LayerNormalize(EPSILON), input, gain, bias);
    }
}
