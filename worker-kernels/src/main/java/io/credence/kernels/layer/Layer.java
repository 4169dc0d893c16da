package io.credence.kernels.layer;

import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import java.util.List;

/** A part of a network: adds nodes and parameters to a graph, named after the layer. */
public sealed interface Layer
        permits Activated,
                BatchNormalization,
                Convolution,
                Dense,
                Dropout,
                Embedding,
                LayerNormalization,
                Pooling,
                Residual,
                RmsNormalization,
                VariationalDense {
    /**
     * Adds the layer to a graph.
     *
     * @param name the layer's name, such as {@code hidden.0}; parameters are named {@code hidden.0.weight} and so on
     * @param input what the layer is applied to, {@code [batch, n]} unless the layer says otherwise
     * @return the layer's output
     * @throws io.credence.kernels.autograd.ShapeException if the layer cannot take the input's shape
     */
    Node addTo(Graph graph, String name, Node input);

    /** Adds layers one after another, named {@code name.0}, {@code name.1} and so on. */
    static Node addAll(List<Layer> layers, Graph graph, String name, Node input) {
        Node output = input;
        for (int i = 0; i < layers.size(); i++) {
            output = layers.get(i).addTo(graph, name + "." + i, output);
        }
        return output;
    }
}
