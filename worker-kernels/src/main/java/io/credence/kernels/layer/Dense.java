package io.credence.kernels.layer;

import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.initialization.Initialization;
import io.credence.kernels.initialization.Initializer;
import io.credence.kernels.operation.Activate;
import io.credence.kernels.operation.Affine;
import io.credence.kernels.simd.elementwise.Activation;

/**
 * A dense layer, f(x W + b): from {@code [batch, n]} to {@code [batch, units]}. Parameters: {@code weight}
 * {@code [n, units]}, {@code bias} {@code [1, units]}.
 *
 * @param units the number of neurons, at least 1
 * @param activation f
 * @param initialization of the weight; the bias starts at 0
 */
public record Dense(int units, Activation activation, Initialization initialization) implements Layer {
    @Override
    public Node addTo(Graph graph, String name, Node input) {
        int in = input.shape().columns();
        Initializer start = Initializer.weights(initialization.resolve(activation), in, units);
        Node weight = graph.weight(name + ".weight", in, units, start);
        Node bias = graph.vector(name + ".bias", units, Initializer.ZEROS);
        if (Affine.fuses(activation)) {
            return graph.apply(name, new Affine(activation), input, weight, bias);
        }
        Node linear = graph.apply(name + ".linear", new Affine(Activation.IDENTITY), input, weight, bias);
        return graph.apply(name, new Activate(activation), linear);
    }
}
