package io.credence.kernels.layer;

import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.initialization.Initialization;
import io.credence.kernels.initialization.Initializer;
import io.credence.kernels.operation.Activate;
import io.credence.kernels.operation.VariationalAffine;
import io.credence.kernels.simd.elementwise.Activation;

/**
 * A dense layer whose weights are distributions (Bayes by Backprop, Blundell et al. 2015): from {@code [batch, n]} to
 * {@code [batch, units]}. Parameters: {@code weight.mean} and {@code weight.rho} {@code [n, units]}, {@code bias.mean}
 * and {@code bias.rho} {@code [1, units]}, with sigma = softplus(rho). The divergence of both from the prior becomes a
 * penalty of the graph. If the loss is a mean over rows, the weight of the penalty is 1 / (rows of the training set).
 *
 * @param units the number of neurons, at least 1
 * @param activation applied to the result
 * @param initialization of the weights' means; the biases' means start at 0
 * @param prior of weights and biases
 */
public record VariationalDense(int units, Activation activation, Initialization initialization, Prior prior)
        implements Layer {
    /**
     * softplus(-5) = 0.0067: weights start with little noise, so that training starts almost as in a plain dense layer.
     */
    private static final Initializer START_OF_RHO = new Initializer.Constant(-5);

    @Override
    public Node addTo(Graph graph, String name, Node input) {
        int in = input.shape().columns();
        Initializer start = Initializer.weights(initialization.resolve(activation), in, units);
        Node mean = graph.undecayed(name + ".weight.mean", in, units, start);
        Node rho = graph.undecayed(name + ".weight.rho", in, units, START_OF_RHO);
        Node biasMean = graph.undecayed(name + ".bias.mean", 1, units, Initializer.ZEROS);
        Node biasRho = graph.undecayed(name + ".bias.rho", 1, units, START_OF_RHO);
        graph.penalize(graph.apply(name + ".weight.divergence", prior.divergence(graph), mean, rho));
        graph.penalize(graph.apply(name + ".bias.divergence", prior.divergence(graph), biasMean, biasRho));
        VariationalAffine operation = new VariationalAffine(graph.nextStream());
        if (activation == Activation.IDENTITY) {
            return graph.apply(name, operation, input, mean, rho, biasMean, biasRho);
        }
        Node linear = graph.apply(name + ".linear", operation, input, mean, rho, biasMean, biasRho);
        return graph.apply(name, new Activate(activation), linear);
    }
}
