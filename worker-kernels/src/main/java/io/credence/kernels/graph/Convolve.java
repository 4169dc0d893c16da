package io.credence.kernels.graph;

import io.credence.kernels.simd.Activation;
import io.credence.kernels.simd.Activations;
import io.credence.kernels.simd.Elementwise;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.Patches;
import io.credence.kernels.simd.Reductions;
import io.credence.kernels.simd.Transposition;
import io.credence.kernels.simd.Window;
import java.util.List;

/**
 * Two-dimensional convolution as a matrix product over patches (Chellapilla et al. 2006), y = f(patches(x) W + b): the same weights at every
 * place of an image. Inputs: x, a batch of images of the window's size; W {@code [patch, channels out]}, by window row, column and channel
 * in; b {@code [1, channels out]}. Output: a batch of images with a pixel per place of the window. Derivatives as for {@link Affine}, with
 * the gradient of the patches added up where patches overlap.
 *
 * @param window how the window slides
 * @param activation f; one whose derivative follows from its output, see {@link Affine#fuses}
 */
public record Convolve(Window window, Activation activation) implements Operation {
    private static final int PATCHES = 0;
    private static final int PATCH_GRADIENTS = 1;

    /** @throws IllegalArgumentException if the activation's derivative needs more than its output */
    public Convolve {
        if (!Affine.fuses(activation)) {
            throw new IllegalArgumentException("activation of a convolution is " + activation
                    + "; it must be one whose derivative follows from its output");
        }
    }

    @Override
    public Shape shape(Arguments arguments) {
        Shape image = Shape.batchOfImages(window.height(), window.width(), window.channels());
        int channels = arguments.requireCount(3).shape(1).columns();
        arguments.require(0, arguments.shape(0).equals(image), image.toString());
        arguments.requireFixed(1, window.patchSize(), channels).requireFixed(2, 1, channels);
        return Shape.batchOfImages(window.outHeight(), window.outWidth(), channels);
    }

    @Override
    public boolean keepsInput(int input) {
        return input == 1;
    }

    @Override
    public boolean keepsOutput() {
        return activation != Activation.IDENTITY;
    }

    @Override
    public List<Workspace> workspaces(List<Shape> inputs, int rows, Mode mode) {
        int patches = Math.multiplyExact(rows, window.patches());
        return List.of(Workspace.saved(patches, window.patchSize()), Workspace.backward(patches, window.patchSize()));
    }

    @Override
    public void forward(Frame frame) {
        Matrix patches = frame.workspace(PATCHES);
        Patches.extract(patches, frame.input(0), window);
        frame.gemm()
                .multiply(
                        Transposition.NONE, frame.outputPixels(), patches, frame.input(1), frame.input(2), activation);
    }

    @Override
    public void backward(Frame frame) {
        Matrix dz = frame.outputGradientPixels();
        if (activation != Activation.IDENTITY) {
            Activations.backward(activation, dz, dz, frame.outputPixels(), frame.outputPixels(), false);
        }
        if (frame.gradient(1) != null) {
            frame.gemm().multiply(Transposition.LEFT, frame.gradient(1), frame.workspace(PATCHES), dz);
        }
        if (frame.gradient(2) != null) {
            Reductions.columnSums(frame.gradient(2), dz, false);
        }
        if (frame.gradient(0) != null) {
            Matrix patchGradients = frame.workspace(PATCH_GRADIENTS);
            frame.gemm().multiply(Transposition.RIGHT, patchGradients, dz, frame.input(1));
            Elementwise.fill(frame.gradient(0), 0f);
            Patches.scatterAdd(frame.gradient(0), patchGradients, window);
        }
    }
}
