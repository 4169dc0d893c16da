package io.credence.kernels.layer;

import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.initialization.Initialization;
import io.credence.kernels.initialization.Initializer;
import io.credence.kernels.operation.Affine;
import io.credence.kernels.operation.PerMember;
import io.credence.kernels.simd.elementwise.Activation;

/**
 * A linear layer of each packed member, with weights of its own: x W + b, from {@code [k b, n]} to {@code [k b,
 * units]}. Parameters: {@code weight} {@code [k n, units]}, {@code bias} {@code [k, units]}.
 *
 * @param members the number of packed members, k, at least 1
 * @param units the number of outputs of a member, at least 1
 * @param initialization of the weights; biases start at 0
 */
public record MemberDense(int members, int units, Initialization initialization) implements Layer {
    @Override
    public Node addTo(Graph graph, String name, Node input) {
        int in = input.shape().columns();
        Initializer start = Initializer.weights(initialization.resolve(Activation.IDENTITY), in, units);
        Node weight = graph.weight(name + ".weight", members * in, units, start);
        Node bias = graph.undecayed(name + ".bias", members, units, Initializer.ZEROS);
        return graph.apply(name, new PerMember(members, new Affine(Activation.IDENTITY)), input, weight, bias);
    }
}
