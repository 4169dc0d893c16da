package io.credence.kernels.layer;

import io.credence.kernels.autograd.Node;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.autograd.ShapeException;
import io.credence.kernels.simd.image.Window;

/** The square window of a layer, placed on the images of its input. */
final class SquareWindow {
    private SquareWindow() {}

    /**
     * Returns the window of a layer over its input images.
     *
     * @throws ShapeException with the layer's name if the window does not fit the images
     */
    static Window over(Node images, String layer, int side, int step, int padding) {
        Shape image = images.shape();
        try {
            return new Window(image.height(), image.width(), image.channels(), side, side, step, padding);
        } catch (IllegalArgumentException e) {
            throw new ShapeException(layer, e);
        }
    }
}
