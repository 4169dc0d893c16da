package io.credence.kernels.layer;

import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.initialization.Initializer;
import io.credence.kernels.operation.RmsNormalize;

/**
 * RMS normalisation (Zhang and Sennrich 2019), per row: from {@code [batch, n]} to {@code [batch, n]}. Parameter:
 * {@code gain} {@code [1, n]}.
 */
public record RmsNormalization() implements Layer {
    private static final float EPSILON = 1e-5f;

    @Override
    public Node addTo(Graph graph, String name, Node input) {
        Node gain = graph.vector(name + ".gain", input.shape().columns(), Initializer.ONES);
        return graph.apply(name, new RmsNormalize(EPSILON), input, gain);
    }
}
