package io.credence.kernels.simd.image;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.NE;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.Views;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Maximum and average over windows of images, one vector of channels at a time. Padding is excluded from both. The
 * maximum of a window that contains NaN is NaN, so that an error is not hidden.
 */
public final class WindowPooling {
    private WindowPooling() {}

    /** out [images, outHeight outWidth channels] = the maximum of each window of in [images, imageSize]. */
    public static void max(Matrix out, Matrix in, Window w) {
        requireShapes(out, in, w);
        int outHeight = w.outHeight();
        int outWidth = w.outWidth();
        for (int image = 0; image < in.rows(); image++) {
            int to = out.row(image);
            for (int y = 0; y < outHeight; y++) {
                int height = height(y, w);
                for (int x = 0; x < outWidth; x++) {
                    max(out.data(), to, in.data(), in.row(image) + corner(y, x, w), height, width(x, w), w);
                    to += w.channels();
                }
            }
        }
    }

    /**
     * Computes the channels of one window. Here and below, one loop runs over its pixels;
     * {@link io.credence.kernels.simd} explains why.
     */
    private static void max(float[] out, int to, float[] in, int from, int height, int width, Window w) {
        int channels = w.channels();
        int bound = FLOATS.loopBound(channels);
        int pixels = height * width;
        int nextRow = (w.width() - width + 1) * channels;
        for (int c = 0; c < bound; c += COUNT) {
            int at = from + c;
            FloatVector best = fromArray(FLOATS, in, at);
            for (int pixel = 1, x = 1; pixel < pixels; pixel++, x++) {
                at += x == width ? nextRow : channels;
                x = x == width ? 0 : x;
                FloatVector value = fromArray(FLOATS, in, at);
                best = best.blend(value, value.compare(GT, best)).blend(value, value.compare(NE, value));
            }
            best.intoArray(out, to + c);
        }
        for (int c = bound; c < channels; c++) {
            out[to + c] = in[indexOfMax(in, from + c, height, width, w)];
        }
    }

    /** inGradient = inGradient + outGradient at the first maximum of each window. */
    public static void maxBackward(Matrix inGradient, Matrix outGradient, Matrix in, Window w) {
        requireShapes(outGradient, in, w);
        Views.requireSameShape(inGradient, in);
        int outHeight = w.outHeight();
        int outWidth = w.outWidth();
        for (int image = 0; image < in.rows(); image++) {
            int dy = outGradient.row(image);
            for (int y = 0; y < outHeight; y++) {
                int height = height(y, w);
                for (int x = 0; x < outWidth; x++) {
                    int corner = corner(y, x, w);
                    maxBackward(
                            inGradient.data(),
                            inGradient.row(image) + corner,
                            outGradient.data(),
                            dy,
                            in.data(),
                            in.row(image) + corner,
                            height,
                            width(x, w),
                            w);
                    dy += w.channels();
                }
            }
        }
    }

    /** Finds the pixel of the window with the maximum of each lane, then adds the gradient there. */
    private static void maxBackward(
            float[] dx, int to, float[] g, int gIndex, float[] in, int from, int height, int width, Window w) {
        int channels = w.channels();
        int bound = FLOATS.loopBound(channels);
        int pixels = height * width;
        int nextRow = (w.width() - width + 1) * channels;
        for (int c = 0; c < bound; c += COUNT) {
            int at = c;
            FloatVector best = fromArray(FLOATS, in, from + at);
            FloatVector place = FloatVector.zero(FLOATS);
            for (int pixel = 1, x = 1; pixel < pixels; pixel++, x++) {
                at += x == width ? nextRow : channels;
                x = x == width ? 0 : x;
                FloatVector value = fromArray(FLOATS, in, from + at);
                VectorMask<Float> larger = value.compare(GT, best);
                VectorMask<Float> broken = value.compare(NE, value);
                best = best.blend(value, larger).blend(value, broken);
                FloatVector here = broadcast(FLOATS, pixel);
                place = place.blend(here, larger).blend(here, broken);
            }
            FloatVector gradient = fromArray(FLOATS, g, gIndex + c);
            at = c;
            for (int pixel = 0, x = 0; pixel < pixels; pixel++) {
                FloatVector old = fromArray(FLOATS, dx, to + at);
                VectorMask<Float> here = place.compare(EQ, broadcast(FLOATS, pixel));
                old.blend(old.add(gradient), here).intoArray(dx, to + at);
                x++;
                at += x == width ? nextRow : channels;
                x = x == width ? 0 : x;
            }
        }
        for (int c = bound; c < channels; c++) {
            dx[to + indexOfMax(in, from + c, height, width, w) - from] += g[gIndex + c];
        }
    }

    /** out [images, outHeight outWidth channels] = the mean of each window of in [images, imageSize]. */
    public static void average(Matrix out, Matrix in, Window w) {
        requireShapes(out, in, w);
        int outHeight = w.outHeight();
        int outWidth = w.outWidth();
        for (int image = 0; image < in.rows(); image++) {
            int to = out.row(image);
            for (int y = 0; y < outHeight; y++) {
                int height = height(y, w);
                for (int x = 0; x < outWidth; x++) {
                    average(out.data(), to, in.data(), in.row(image) + corner(y, x, w), height, width(x, w), w);
                    to += w.channels();
                }
            }
        }
    }

    private static void average(float[] out, int to, float[] in, int from, int height, int width, Window w) {
        int channels = w.channels();
        int bound = FLOATS.loopBound(channels);
        int pixels = height * width;
        int nextRow = (w.width() - width + 1) * channels;
        for (int c = 0; c < bound; c += COUNT) {
            int at = from + c;
            FloatVector sum = FloatVector.zero(FLOATS);
            for (int pixel = 0, x = 0; pixel < pixels; pixel++) {
                sum = sum.add(fromArray(FLOATS, in, at));
                x++;
                at += x == width ? nextRow : channels;
                x = x == width ? 0 : x;
            }
            sum.mul(1f / pixels).intoArray(out, to + c);
        }
        for (int c = bound; c < channels; c++) {
            float sum = 0f;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    sum += in[from + (y * w.width() + x) * channels + c];
                }
            }
            out[to + c] = sum * (1f / pixels);
        }
    }

    /** inGradient = inGradient + outGradient / (values of the window), at every value of each window. */
    public static void averageBackward(Matrix inGradient, Matrix outGradient, Window w) {
        requireShapes(outGradient, inGradient, w);
        int outHeight = w.outHeight();
        int outWidth = w.outWidth();
        for (int image = 0; image < inGradient.rows(); image++) {
            int dy = outGradient.row(image);
            for (int y = 0; y < outHeight; y++) {
                int height = height(y, w);
                for (int x = 0; x < outWidth; x++) {
                    int to = inGradient.row(image) + corner(y, x, w);
                    averageBackward(inGradient.data(), to, outGradient.data(), dy, height, width(x, w), w);
                    dy += w.channels();
                }
            }
        }
    }

    private static void averageBackward(float[] dx, int to, float[] g, int from, int height, int width, Window w) {
        int channels = w.channels();
        int bound = FLOATS.loopBound(channels);
        float share = 1f / (height * width);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                addScaled(dx, to + (y * w.width() + x) * channels, g, from, share, bound, channels);
            }
        }
    }

    private static void addScaled(float[] dx, int to, float[] g, int from, float share, int bound, int channels) {
        for (int c = 0; c < bound; c += COUNT) {
            FloatVector scaled = fromArray(FLOATS, g, from + c).mul(share);
            fromArray(FLOATS, dx, to + c).add(scaled).intoArray(dx, to + c);
        }
        for (int c = bound; c < channels; c++) {
            dx[to + c] += g[from + c] * share;
        }
    }

    private static int indexOfMax(float[] in, int from, int height, int width, Window w) {
        int best = from;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = from + (y * w.width() + x) * w.channels();
                if (in[at] > in[best] || Float.isNaN(in[at])) {
                    best = at;
                }
            }
        }
        return best;
    }

    /**
     * Returns the index, within its image, of the first value of the window at position (y, x) that is inside the
     * image.
     */
    private static int corner(int y, int x, Window w) {
        int top = Math.max(0, y * w.step() - w.padding());
        int left = Math.max(0, x * w.step() - w.padding());
        return (top * w.width() + left) * w.channels();
    }

    /** Returns the rows of the window inside the image, in row y of positions. */
    private static int height(int y, Window w) {
        int top = y * w.step() - w.padding();
        return Math.min(w.height(), top + w.windowHeight()) - Math.max(0, top);
    }

    /** Returns the columns of the window inside the image, in column x of positions. */
    private static int width(int x, Window w) {
        int left = x * w.step() - w.padding();
        return Math.min(w.width(), left + w.windowWidth()) - Math.max(0, left);
    }

    private static void requireShapes(Matrix out, Matrix in, Window w) {
        Views.require("the images", in, in.rows(), w.imageSize());
        Views.require("the result", out, in.rows(), w.patches() * w.channels());
    }
}
