package io.credence.kernels.layer;

import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.initialization.Initialization;
import io.credence.kernels.initialization.Initializer;
import io.credence.kernels.operation.Activate;
import io.credence.kernels.operation.Affine;
import io.credence.kernels.operation.PerMember;
import io.credence.kernels.operation.Scale;
import io.credence.kernels.simd.elementwise.Activation;

/**
 * A dense layer whose weight matrix packed members share, while each scales its inputs and its outputs (Wen et al.
 * 2020): f(((x r) W) s + b), from {@code [k b, n]} to {@code [k b, units]}. Parameters: {@code weight} {@code [n,
 * units]}; for each member {@code input.scale} {@code [k, n]} r, {@code output.scale} {@code [k, units]} s and {@code
 * bias} {@code [k, units]}.
 *
 * @param members the number of packed members, k, at least 1
 * @param units the number of neurons, at least 1
 * @param activation f
 * @param initialization of the weight; scales start at 1 and biases at 0
 */
public record SharedDense(int members, int units, Activation activation, Initialization initialization)
        implements Layer {
    @Override
    public Node addTo(Graph graph, String name, Node input) {
        int in = input.shape().columns();
        Node scaled = new MemberScale(members, Initializer.ONES).addTo(graph, name + ".input", input);
        Initializer start = Initializer.weights(initialization.resolve(activation), in, units);
        Node weight = graph.weight(name + ".weight", in, units, start);
        Node product = graph.apply(name + ".product", new Affine(Activation.IDENTITY), scaled, weight);
        Node scale = graph.undecayed(name + ".output.scale", members, units, Initializer.ONES);
        Node bias = graph.undecayed(name + ".bias", members, units, Initializer.ZEROS);
        Node linear = graph.apply(name + ".output", new PerMember(members, new Scale()), product, scale, bias);
        return graph.apply(name, new Activate(activation), linear);
    }
}
