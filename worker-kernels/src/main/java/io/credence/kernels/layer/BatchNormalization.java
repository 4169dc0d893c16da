package io.credence.kernels.layer;

import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.initialization.Initializer;
import io.credence.kernels.operation.BatchNormalize;

/**
 * Batch normalisation (Ioffe and Szegedy 2015) per feature, or per channel of an image. From {@code [batch, n]}, or
 * images with n channels, to the same shape. Parameters: {@code gain} and {@code bias} {@code [1, n]}. State:
 * {@code mean} and {@code variance} {@code [1, n]}, exponential averages of the batches' statistics, which inference
 * uses.
 *
 * @param wholeBatch whether training uses the statistics of the whole batch if its slices are computed separately
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
