package io.credence.kernels.layer;

import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.initialization.Initialization;
import io.credence.kernels.initialization.Initializer;
import io.credence.kernels.operation.Activate;
import io.credence.kernels.operation.Affine;
import io.credence.kernels.operation.Convolve;
import io.credence.kernels.simd.elementwise.Activation;
import io.credence.kernels.simd.image.Window;

/**
 * Two-dimensional convolution with a square window: from images {@code [batch, height x width x n]} to images {@code
 * [batch, outHeight x outWidth x channels]}. The new height is {@code outHeight = (height + 2 padding - side) / step +
 * 1}, rounded down, and {@code outWidth} is analogous. Parameters: {@code weight} {@code [side * side * n, channels]},
 * {@code bias} {@code [1, channels]}.
 *
 * @param channels values per output pixel, at least 1
 * @param side the side of the window, at least 1
 * @param step pixels between windows, at least 1
 * @param padding pixels of zeros around the image, at least 0 and less than the side
 * @param activation applied to the result
 * @param initialization of the weight; the bias starts at 0
 */
public record Convolution(
        int channels, int side, int step, int padding, Activation activation, Initialization initialization)
        implements Layer {
    @Override
    public Node addTo(Graph graph, String name, Node input) {
        Window window = SquareWindow.over(input, name, side, step, padding);
        int out = channels * side * side;
        Initializer start = Initializer.weights(initialization.resolve(activation), window.patchSize(), out);
        Node weight = graph.weight(name + ".weight", window.patchSize(), channels, start);
        Node bias = graph.vector(name + ".bias", channels, Initializer.ZEROS);
        if (Affine.fuses(activation)) {
            return graph.apply(name, new Convolve(window, activation), input, weight, bias);
        }
        Node linear = graph.apply(name + ".linear", new Convolve(window, Activation.IDENTITY), input, weight, bias);
        return graph.apply(name, new Activate(activation), linear);
    }
}
