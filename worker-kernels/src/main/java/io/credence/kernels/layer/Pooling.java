package io.credence.kernels.layer;

import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.operation.Pool;
import io.credence.kernels.simd.image.Window;

/**
 * Pooling with a square window whose step equals its side (Goodfellow et al. 2016, section 9.3): from images {@code
 * [batch, height x width x n]} to images {@code [batch, height / side x width / side x n]}, rounded down. No
 * parameters.
 *
 * @param side the side of the window, at least 1
 * @param kind how a window is reduced to one value
 */
public record Pooling(int side, Kind kind) implements Layer {
    /** The reduction of a window to one value. */
    public enum Kind {
        /** The maximum of the window. */
        MAX,
        /** The mean of the window. */
        AVERAGE
    }

    @Override
    public Node addTo(Graph graph, String name, Node input) {
        Window window = SquareWindow.over(input, name, side, side, 0);
        return graph.apply(name, new Pool(window, kind == Kind.MAX), input);
    }
}
