package io.credence.kernels.simd;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;

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
        int outHeight = w.outHeight();
        int outWidth = w.outWidth();
        boolean dense = patches.stride() == patches.columns();
        int end = patches.row(patches.rows() - 1) + patches.columns();
        int patch = 0;
        for (int i = 0; i < images.rows(); i++) {
            for (int y = 0; y < outHeight; y++) {
                for (int x = 0; x < outWidth; x++) {
                    int to = patches.row(patch++);
                    int free = dense ? end : to + patches.columns();
                    int top = y * w.step() - w.padding();
                    int left = x * w.step() - w.padding();
                    extract(patches.data(), to, free, images.data(), images.row(i), top, left, w);
                }
            }
        }
    }

    /** One patch, row by row. */
    private static void extract(float[] out, int to, int free, float[] in, int image, int top, int left, Window w) {
        int run = w.windowWidth() * w.channels();
        int vectors = (run + COUNT - 1) / COUNT * COUNT;
        int first = Math.max(0, -left) * w.channels();
        int last = Math.min(w.windowWidth(), w.width() - left) * w.channels();
        for (int dy = 0; dy < w.windowHeight(); dy++) {
            int at = to + dy * run;
            int source = image + ((top + dy) * w.width() + left) * w.channels();
            if (top + dy < 0 || top + dy >= w.height()) {
                fill(out, at, at + run);
            } else if (last - first == run && at + vectors <= free && source + vectors <= in.length) {
                // Whole vectors: what they write beyond the run is overwritten next.
                for (int i = 0; i < run; i += COUNT) {
                    fromArray(FLOATS, in, source + i).intoArray(out, at + i);
                }
            } else {
                fill(out, at, at + first);
                copy(in, source + first, out, at + first, last - first);
                fill(out, at + last, at + run);
            }
        }
    }

    private static void fill(float[] out, int from, int to) {
        int i = from;
        for (; i <= to - COUNT; i += COUNT) {
            FloatVector.zero(FLOATS).intoArray(out, i);
        }
        for (; i < to; i++) {
            out[i] = 0f;
        }
    }

    /** A call of the system's copy takes longer than a few elements. */
    private static void copy(float[] in, int from, float[] out, int to, int length) {
        if (length >= COUNT) {
            System.arraycopy(in, from, out, to, length);
            return;
        }
        for (int i = 0; i < length; i++) {
            out[to + i] = in[from + i];
        }
    }

    /** images = images + every patch at its place, first patch to last: the derivative of {@link #extract}. */
    public static void scatterAdd(Matrix images, Matrix patches, Window w) {
        requireShapes(patches, images, w);
        int outHeight = w.outHeight();
        int outWidth = w.outWidth();
        int patch = 0;
        for (int i = 0; i < images.rows(); i++) {
            for (int y = 0; y < outHeight; y++) {
                for (int x = 0; x < outWidth; x++) {
                    int top = y * w.step() - w.padding();
                    int left = x * w.step() - w.padding();
                    scatterAdd(images.data(), images.row(i), patches.data(), patches.row(patch++), top, left, w);
                }
            }
        }
    }

    private static void scatterAdd(float[] out, int image, float[] in, int from, int top, int left, Window w) {
        int run = w.windowWidth() * w.channels();
        int first = Math.max(0, -left) * w.channels();
        int length = Math.min(w.windowWidth(), w.width() - left) * w.channels() - first;
        for (int dy = Math.max(0, -top); dy < Math.min(w.windowHeight(), w.height() - top); dy++) {
            int to = image + ((top + dy) * w.width() + left) * w.channels() + first;
            Elementwise.add(out, to, out, to, in, from + dy * run + first, length);
        }
    }

    private static void requireShapes(Matrix patches, Matrix images, Window w) {
        Views.require("the images", images, images.rows(), w.imageSize());
        Views.require("the patches", patches, images.rows() * w.patches(), w.patchSize());
    }
}
