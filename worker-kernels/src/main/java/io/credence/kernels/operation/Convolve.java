package io.credence.kernels.operation;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Mode;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.autograd.Workspace;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Activation;
import io.credence.kernels.simd.elementwise.Activations;
import io.credence.kernels.simd.elementwise.Elementwise;
import io.credence.kernels.simd.image.Patches;
import io.credence.kernels.simd.image.Window;
import io.credence.kernels.simd.product.Transposition;
import io.credence.kernels.simd.reduction.Reductions;
import java.util.List;

/**
 * Two-dimensional convolution as a matrix product over patches (Chellapilla et al. 2006): y = f(patches(x) W + b), with
 * the same weights at every position of an image. Inputs: x, a batch of images of the size given in {@code window}; W
 * {@code [patch, channels out]}, whose rows are ordered by window row, window column and input channel; b {@code [1,
 * channels out]}. Output: a batch of images with one pixel per position of the window.
 *
 * <p>The derivatives are those of {@link Affine}; the gradients of overlapping patches are added. A few images are
 * processed at a time, so that their patches stay in the cache and memory does not grow with the batch. The backward
 * pass extracts the patches again, which costs less than keeping them.
 *
 * @param window the size of an image, and how the window slides over it
 * @param activation f, whose derivative must follow from its output; see {@link Affine#fuses}
 */
public record Convolve(Window window, Activation activation) implements Operation {
    /** The number of patch values processed at a time: 512 KiB, half of a typical second-level cache. */
    private static final int VALUES_AT_ONCE = 1 << 17;

    private static final int PATCHES = 0;
    private static final int PATCHES_AGAIN = 1;
    private static final int PATCH_GRADIENTS = 2;

    /** @throws IllegalArgumentException if the derivative of the activation needs more than its output */
    public Convolve {
        if (!Affine.fuses(activation)) {
            throw new IllegalArgumentException("activation of a convolution is " + activation
                    + "; it must be one whose derivative follows from its output");
        }
    }

    @Override
    public Shape shape(InputShapes arguments) {
        Shape image = Shape.batchOfImages(window.height(), window.width(), window.channels());
        int channels = arguments.requireCount(3).shape(1).columns();
        arguments.require(0, arguments.shape(0).equals(image), image.toString());
        arguments.requireFixed(1, window.patchSize(), channels).requireFixed(2, 1, channels);
        return Shape.batchOfImages(window.outHeight(), window.outWidth(), channels);
    }

    @Override
    public boolean keepsInput(int input) {
        return input < 2;
    }

    @Override
    public boolean keepsOutput() {
        return activation != Activation.IDENTITY;
    }

    @Override
    public List<Workspace> workspaces(List<Shape> inputs, int rows, Mode mode) {
        int patches = Math.multiplyExact(Math.min(rows, imagesAtOnce()), window.patches());
        return List.of(
                Workspace.forward(patches, window.patchSize()),
                Workspace.backward(patches, window.patchSize()),
                Workspace.backward(patches, window.patchSize()));
    }

    private int imagesAtOnce() {
        return Math.max(1, VALUES_AT_ONCE / Math.multiplyExact(window.patches(), window.patchSize()));
    }

    @Override
    public void forward(Frame frame) {
        for (Frame part : frame.parts(imagesAtOnce())) {
            Matrix patches = part.workspace(PATCHES);
            Patches.extract(patches, part.input(0), window);
            part.gemm()
                    .multiply(
                            Transposition.NONE, part.outputPixels(), patches, part.input(1), part.input(2), activation);
        }
    }

    @Override
    public void backward(Frame frame) {
        boolean first = true;
        for (Frame part : frame.parts(imagesAtOnce())) {
            backward(part, first);
            first = false;
        }
    }

    /** Computes the gradients of a part of the batch. Parameter gradients are added to those of the preceding parts. */
    private void backward(Frame part, boolean first) {
        Matrix dz = part.outputGradientPixels();
        if (activation != Activation.IDENTITY) {
            Activations.backward(activation, dz, dz, part.outputPixels(), part.outputPixels());
        }
        if (part.gradient(2) != null) {
            Reductions.columnSums(part.gradient(2), dz, !first);
        }
        if (part.gradient(1) != null) {
            backwardWeight(part, dz, first);
        }
        if (part.gradient(0) != null) {
            Matrix patchGradients = part.workspace(PATCH_GRADIENTS);
            part.gemm().multiply(Transposition.RIGHT, patchGradients, dz, part.input(1));
            Elementwise.fill(part.gradient(0), 0f);
            Patches.scatterAdd(part.gradient(0), patchGradients, window);
        }
    }

    private void backwardWeight(Frame part, Matrix dz, boolean first) {
        Matrix patches = part.workspace(PATCHES_AGAIN);
        Patches.extract(patches, part.input(0), window);
        if (first) {
            part.gemm().multiply(Transposition.LEFT, part.gradient(1), patches, dz);
        } else {
            part.gemm().multiplyAdd(Transposition.LEFT, part.gradient(1), patches, dz);
        }
    }
}
