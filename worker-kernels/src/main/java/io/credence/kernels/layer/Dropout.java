package io.credence.kernels.layer;

import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.Range;
import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.operation.DropUnits;

/**
 * Dropout (Srivastava et al. 2014): drops each unit with a given probability, in training and in stochastic inference,
 * and scales the others up so that the expectation is unchanged. From {@code [batch, n]} to {@code [batch, n]}. No
 * parameters.
 *
 * @param rate the probability, at least 0 and below 1
 */
public record Dropout(double rate) implements Layer {
    /** @throws InvalidSettingException if the rate is out of range */
    public Dropout {
        Range.atLeast(0).below(1).valueOr("dropout", rate, 0);
    }

    @Override
    public Node addTo(Graph graph, String name, Node input) {
        return graph.apply(name, new DropUnits((float) rate, graph.nextStream()), input);
    }
}
