package io.credence.kernels.layer;

import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import java.util.List;

/** A layer of a network, which adds nodes and parameters to a graph, named after the layer. */
public sealed interface Layer
        permits Activated,
                BatchNormalization,
                Convolution,
                Dense,
                Dropout,
                Embedding,
                LayerNormalization,
                MemberDense,
                MemberScale,
                Pooling,
                Residual,
                RmsNormalization,
                SharedDense,
                VariationalDense {
    /**
     * Adds the layer to a graph.
     *
     * @param name the layer's name, such as {@code hidden.0}; parameters are named {@code hidden.0.weight} and so on
     * @param input the input of the layer, {@code [batch, n]} unless the layer states otherwise
     * @return the output of the layer
     * @throws io.credence.kernels.autograd.ShapeException if the layer does not accept the shape of the input
     */
    Node addTo(Graph graph, String name, Node input);

    /**
     * Adds a sequence of layers, named {@code name.0}, {@code name.1} and so on, and returns the output of the last.
     */
    static Node addAll(List<Layer> layers, Graph graph, String name, Node input) {
        Node output = input;
        for (int i = 0; i < layers.size(); i++) {
            output = layers.get(i).addTo(graph, name + "." + i, output);
        }
        return output;
    }
}
