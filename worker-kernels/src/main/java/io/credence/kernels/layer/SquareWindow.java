package io.credence.kernels.layer;

import io.credence.kernels.autograd.Node;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.autograd.ShapeException;
import io.credence.kernels.simd.image.Window;

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
