package io.credence.kernels.operation;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.simd.elementwise.Elementwise;
import io.credence.kernels.simd.image.Window;
import io.credence.kernels.simd.image.WindowPooling;

/**
 * Pooling: replaces each window of an image with its maximum or its mean, channel by channel. Input: a batch of images
 * of the size given in {@code window}. Output: a batch of images with one pixel per position of the window. The
 * gradient goes to the first maximum, or is divided equally among the values of the window.
 *
 * @param window the size of an image, and how the window slides over it
 * @param largest whether to take the maximum instead of the mean
 */
public record Pool(Window window, boolean largest) implements Operation {
    private static final int VALUES_AT_ONCE = 1 << 16;

    @Override
    public Shape shape(InputShapes arguments) {
        Shape image = Shape.batchOfImages(window.height(), window.width(), window.channels());
        arguments.requireCount(1).require(0, arguments.shape(0).equals(image), image.toString());
        return Shape.batchOfImages(window.outHeight(), window.outWidth(), window.channels());
    }

    @Override
    public boolean keepsInput(int input) {
        return largest;
    }

    @Override
    public void forward(Frame frame) {
        if (largest) {
            WindowPooling.max(frame.output(), frame.input(0), window);
        } else {
            WindowPooling.average(frame.output(), frame.input(0), window);
        }
    }

    @Override
    public void backward(Frame frame) {
        for (Frame part : frame.parts(imagesAtOnce())) {
            Elementwise.fill(part.gradient(0), 0f);
            if (largest) {
                WindowPooling.maxBackward(part.gradient(0), part.outputGradient(), part.input(0), window);
            } else {
                WindowPooling.averageBackward(part.gradient(0), part.outputGradient(), window);
            }
        }
    }

    /**
     * Returns the number of images to process at a time, so that the zeros are still in the cache when gradients are
     * added to them.
     */
    private int imagesAtOnce() {
        return Math.max(1, VALUES_AT_ONCE / window.imageSize());
    }
}
