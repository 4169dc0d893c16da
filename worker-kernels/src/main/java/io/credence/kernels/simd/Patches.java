package io.credence.kernels.simd;

import java.util.Arrays;

/**
 * Images as rows of patches, so that a 2-D convolution is the matrix product patches [images outHeight outWidth, windowHeight windowWidth
 * channels] times kernel [windowHeight windowWidth channels, filters] (Chellapilla et al. 2006). Its result, read row by row, is a matrix
 * of images with the filters as channels.
 */
public final class Patches {
    private Patches() {}

    /** Copies every window of every image [images, imageSize] to a row of patches [images patches, patchSize]; zeros outside. */
    public static void extract(Matrix patches, Matrix images, Window w) {
        requireShapes(patches, images, w);
        int run = w.windowWidth() * w.channels();
        for (int p = 0; p < patches.rows(); p++) {
            int position = p % w.patches();
            int top = position / w.outWidth() * w.step() - w.padding();
            int left = position % w.outWidth() * w.step() - w.padding();
            int image = images.row(p / w.patches());
            for (int dy = 0; dy < w.windowHeight(); dy++) {
                int to = patches.row(p) + dy * run;
                int from = Math.max(0, -left);
                int until = Math.min(w.windowWidth(), w.width() - left);
                if (top + dy < 0 || top + dy >= w.height() || from >= until) {
                    Arrays.fill(patches.data(), to, to + run, 0f);
                    continue;
                }
                int first = from * w.channels();
                int last = until * w.channels();
                Arrays.fill(patches.data(), to, to + first, 0f);
                int source = image + ((top + dy) * w.width() + left) * w.channels();
                System.arraycopy(images.data(), source + first, patches.data(), to + first, last - first);
                Arrays.fill(patches.data(), to + last, to + run, 0f);
            }
        }
    }

    /** images = images + every patch at its place, first patch to last: the derivative of {@link #extract}. */
    public static void scatterAdd(Matrix images, Matrix patches, Window w) {
        requireShapes(patches, images, w);
        int run = w.windowWidth() * w.channels();
        for (int p = 0; p < patches.rows(); p++) {
            int position = p % w.patches();
            int top = position / w.outWidth() * w.step() - w.padding();
            int left = position % w.outWidth() * w.step() - w.padding();
            int image = images.row(p / w.patches());
            int first = Math.max(0, -left) * w.channels();
            int length = Math.min(w.windowWidth(), w.width() - left) * w.channels() - first;
            for (int dy = Math.max(0, -top); dy < Math.min(w.windowHeight(), w.height() - top); dy++) {
                int to = image + ((top + dy) * w.width() + left) * w.channels() + first;
                int from = patches.row(p) + dy * run + first;
                Elementwise.add(images.data(), to, images.data(), to, patches.data(), from, Math.max(0, length));
            }
        }
    }

    private static void requireShapes(Matrix patches, Matrix images, Window w) {
        Views.require("the images", images, images.rows(), w.imageSize());
        Views.require("the patches", patches, images.rows() * w.patches(), w.patchSize());
    }
}
