package io.credence.kernels.layer;

import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.initialization.Initializer;
import io.credence.kernels.operation.PerMember;
import io.credence.kernels.operation.Scale;

/**
 * A learned scale of every column for each packed member (Wen et al. 2020; Gorishniy et al. 2025): {@code [k b, n]} to
 * {@code [k b, n]}. Parameter: {@code scale} {@code [k, n]}, without weight decay.
 *
 * @param members the number of packed members, k, at least 1
 * @param start the initial scales; random ones make the members differ
 */
public record MemberScale(int members, Initializer start) implements Layer {
    @Override
    public Node addTo(Graph graph, String name, Node input) {
        Node scale = graph.undecayed(name + ".scale", members, input.shape().columns(), start);
        return graph.apply(name, new PerMember(members, new Scale()), input, scale);
    }
}
