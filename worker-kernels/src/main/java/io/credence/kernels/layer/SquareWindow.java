package io.credence.kernels.layer;

import io.credence.kernels.graph.Node;
import io.credence.kernels.graph.Shape;
import io.credence.kernels.graph.ShapeException;
import io.credence.kernels.simd.Window;

/** How the square window of a layer slides over the images that it is given. */
final class SquareWindow {
    private SquareWindow() {}

    /** @throws ShapeException if it does not fit, with the layer's name */
    static Window over(Node images, String layer, int side, int step, int padding) {
        Shape image = images.shape();
        try {
            return new Window(image.height(), image.width(), image.channels(), side, side, step, padding);
        } catch (IllegalArgumentException e) {
            throw new ShapeException(layer, e);
        }
    }
}
