package io.credence.kernels.simd.image;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.Views;
import io.credence.kernels.simd.elementwise.Elementwise;
import jdk.incubator.vector.FloatVector;

/**
 * Images as rows of patches, so that a 2-D convolution is a matrix product: patches [images outHeight outWidth,
 * windowHeight windowWidth channels] times a kernel [windowHeight windowWidth channels, filters] (Chellapilla et al.
 * 2006). Read row by row, the result is a matrix of images with the filters as channels.
 */
public final class Patches {
    private Patches() {}

    /**
     * Copies every window of every image [images, imageSize] to a row of patches [images patches, patchSize], with
     * zeros outside the image.
     */
    public static void extract(Matrix patches, Matrix images, Window w) {
        requireShapes(patches, images, w);
        int patch = 0;
        for (int i = 0; i < images.rows(); i++) {
            for (int y = 0; y < w.outHeight(); y++) {
                extractLine(patches, patch, images.data(), images.row(i), y, w);
                patch += w.outWidth();
            }
        }
    }

    /**
     * Extracts the patches of one line of positions. Patches whose columns are all inside the image are copied as
     * whole vectors.
     */
    private static void extractLine(Matrix patches, int patch, float[] in, int image, int y, Window w) {
        int first = Math.min(w.outWidth(), (w.padding() + w.step() - 1) / w.step());
        int last = Math.max(first, Math.min(w.outWidth(), lastByVectors(patches, patch, in, image, y, w)));
        for (int x = 0; x < first; x++) {
            extractOne(patches.data(), patches.row(patch + x), in, image, y, x, w);
        }
        extractByVectors(patches, patch, in, image, y, first, last, w);
        for (int x = last; x < w.outWidth(); x++) {
            extractOne(patches.data(), patches.row(patch + x), in, image, y, x, w);
        }
    }

    /**
     * Returns the end of the positions that can be copied as whole vectors: their columns are all inside the image,
     * and their last vector neither reads nor writes beyond the arrays.
     */
    private static int lastByVectors(Matrix patches, int patch, float[] in, int image, int y, Window w) {
        if (patches.stride() != patches.columns() || w.width() + w.padding() < w.windowWidth()) {
            return 0;
        }
        int run = w.windowWidth() * w.channels();
        int vectors = (run + COUNT - 1) / COUNT * COUNT;
        int written = patches.row(patches.rows() - 1) + run - vectors - patches.row(patch);
        int lowest = Math.min(y * w.step() - w.padding() + w.windowHeight(), w.height()) - 1;
        int read = in.length - vectors - image - (lowest * w.width() - w.padding()) * w.channels();
        if (written < 0 || read < 0) {
            return 0;
        }
        int inside = (w.width() + w.padding() - w.windowWidth()) / w.step();
        return 1 + Math.min(inside, Math.min(written / patches.columns(), read / (w.step() * w.channels())));
    }

    /**
     * Copies runs as whole vectors. What a vector writes beyond its run is overwritten by the next run, and after the
     * last run by the next patch.
     */
    private static void extractByVectors(
            Matrix patches, int patch, float[] in, int image, int y, int first, int last, Window w) {
        float[] out = patches.data();
        int run = w.windowWidth() * w.channels();
        int line = w.width() * w.channels();
        int top = y * w.step() - w.padding();
        int above = Math.min(w.windowHeight(), Math.max(0, -top)) * run;
        int below = Math.max(0, Math.min(w.windowHeight(), w.height() - top)) * run;
        int size = patches.columns();
        for (int x = first; x < last; x++) {
            int to = patches.row(patch + x);
            int source = image + Math.max(0, top) * line + (x * w.step() - w.padding()) * w.channels();
            if (above > 0) {
                fill(out, to, to + above);
            }
            for (int at = to + above; at < to + below; at += run) {
                for (int i = 0; i < run; i += COUNT) {
                    fromArray(FLOATS, in, source + i).intoArray(out, at + i);
                }
                source += line;
            }
            if (below < size) {
                fill(out, to + below, to + size);
            }
        }
    }

    /** Extracts one patch row by row. */
    private static void extractOne(float[] out, int to, float[] in, int image, int y, int x, Window w) {
        int top = y * w.step() - w.padding();
        int left = x * w.step() - w.padding();
        int run = w.windowWidth() * w.channels();
        int first = Math.max(0, -left) * w.channels();
        int last = Math.min(w.windowWidth(), w.width() - left) * w.channels();
        for (int dy = 0; dy < w.windowHeight(); dy++) {
            int at = to + dy * run;
            int source = image + ((top + dy) * w.width() + left) * w.channels();
            if (top + dy < 0 || top + dy >= w.height()) {
                fill(out, at, at + run);
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

    /** Copies a run. For a few elements, a loop is faster than {@code System.arraycopy}. */
    private static void copy(float[] in, int from, float[] out, int to, int length) {
        if (length >= COUNT) {
            System.arraycopy(in, from, out, to, length);
            return;
        }
        for (int i = 0; i < length; i++) {
            out[to + i] = in[from + i];
        }
    }

    /** Adds every patch to images at its position, first patch to last: the derivative of {@link #extract}. */
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
