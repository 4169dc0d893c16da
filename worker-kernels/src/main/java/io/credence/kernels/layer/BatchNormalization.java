package io.credence.kernels.layer;

import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.initialization.Initializer;
import io.credence.kernels.operation.BatchNormalize;

/**
 * Batch normalisation (Ioffe and Szegedy 2015), per feature, or per channel of an image. The output has the input's shape. Parameters: gain,
 * bias; state: mean and variance, which follow the batches' by an exponential average and hold at inference.
 *
 * @param wholeBatch whether training takes the statistics of the whole batch where slices of it are computed apart
 */
public record BatchNormalization(boolean wholeBatch) implements Layer {
    private static final float EPSILON = 1e-5f;

    @Override
    public Node addTo(Graph graph, String name, Node input) {
        int channels = input.shape().channels();
        Node gain = graph.vector(name + ".gain", channels, Initializer.ONES);
        Node bias = graph.vector(name + ".bias", channels, Initializer.ZEROS);
        Node mean = graph.state(name + ".mean", channels, Initializer.ZEROS);
        Node variance = graph.state(name + ".variance", channels, Initializer.ONES);
        return graph.apply(name, new BatchNormalize(EPSILON, wholeBatch), input, gain, bias, mean, variance);
    }
}
