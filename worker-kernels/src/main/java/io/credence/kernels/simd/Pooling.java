package io.credence.kernels.simd;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Maximum and average over windows of images, channel by channel, a vector of channels at a time; padding takes no part in either. A NaN wins
 * over any maximum: what went wrong must not be hidden.
 */
public final class Pooling {
    private Pooling() {}

    /** out [images, outHeight outWidth channels] = the largest value of each window of in [images, imageSize]. */
    public static void max(Matrix out, Matrix in, Window w) {
        requireShapes(out, in, w);
        int bound = FLOATS.loopBound(w.channels());
        for (int image = 0; image < in.rows(); image++) {
            for (int position = 0; position < w.patches(); position++) {
                int to = out.row(image) + position * w.channels();
                for (int c = 0; c < bound; c += COUNT) {
                    max(out.data(), to + c, in.data(), in.row(image) + c, position, w);
                }
                for (int c = bound; c < w.channels(); c++) {
                    out.data()[to + c] = in.data()[indexOfMax(in, image, position, c, w)];
                }
            }
        }
    }

    /** The pixels of a window in one loop, here and below: a vector that lives through two nested ones becomes an object. */
    private static void max(float[] out, int to, float[] in, int from, int position, Window w) {
        int width = right(position, w) - left(position, w);
        int pixels = (bottom(position, w) - top(position, w)) * width;
        int at = from + (top(position, w) * w.width() + left(position, w)) * w.channels();
        int nextRow = (w.width() - width) * w.channels();
        FloatVector best = fromArray(FLOATS, in, at);
        for (int pixel = 0, x = 0; pixel < pixels; pixel++) {
            FloatVector value = fromArray(FLOATS, in, at);
            best = best.blend(value, value.compare(GT, best)).blend(value, value.compare(NE, value));
            x++;
            at += x == width ? w.channels() + nextRow : w.channels();
            x = x == width ? 0 : x;
        }
        best.intoArray(out, to);
    }

    /** inGradient = inGradient + outGradient at the first largest value of each window. */
    public static void maxBackward(Matrix inGradient, Matrix outGradient, Matrix in, Window w) {
        requireShapes(outGradient, in, w);
        Views.requireSameShape(inGradient, in);
        float[] g = outGradient.data();
        float[] dx = inGradient.data();
        int bound = FLOATS.loopBound(w.channels());
        for (int image = 0; image < in.rows(); image++) {
            for (int position = 0; position < w.patches(); position++) {
                int from = outGradient.row(image) + position * w.channels();
                for (int c = 0; c < bound; c += COUNT) {
                    maxBackward(dx, inGradient.row(image) + c, g, from + c, in.data(), in.row(image) + c, position, w);
                }
                for (int c = bound; c < w.channels(); c++) {
                    int at = indexOfMax(in, image, position, c, w) - in.row(image) + inGradient.row(image);
                    dx[at] += g[from + c];
                }
            }
        }
    }

    /** Finds which pixel of the window is the largest in each lane, then adds the gradient there. */
    private static void maxBackward(
            float[] dx, int to, float[] g, int gIndex, float[] in, int from, int position, Window w) {
        int width = right(position, w) - left(position, w);
        int pixels = (bottom(position, w) - top(position, w)) * width;
        int first = (top(position, w) * w.width() + left(position, w)) * w.channels();
        int nextRow = (w.width() - width) * w.channels();
        int at = first;
        FloatVector best = fromArray(FLOATS, in, from + at);
        FloatVector place = FloatVector.zero(FLOATS);
        for (int pixel = 0, x = 0; pixel < pixels; pixel++) {
            FloatVector value = fromArray(FLOATS, in, from + at);
            VectorMask<Float> larger = value.compare(GT, best);
            VectorMask<Float> broken = value.compare(NE, value);
            best = best.blend(value, larger).blend(value, broken);
            FloatVector here = broadcast(FLOATS, pixel);
            place = place.blend(here, larger).blend(here, broken);
            x++;
            at += x == width ? w.channels() + nextRow : w.channels();
            x = x == width ? 0 : x;
        }
        at = first;
        for (int pixel = 0, x = 0; pixel < pixels; pixel++) {
            FloatVector old = fromArray(FLOATS, dx, to + at);
            FloatVector sum = old.add(fromArray(FLOATS, g, gIndex));
            old.blend(sum, place.compare(EQ, broadcast(FLOATS, pixel))).intoArray(dx, to + at);
            x++;
            at += x == width ? w.channels() + nextRow : w.channels();
            x = x == width ? 0 : x;
        }
    }

    /** out [images, outHeight outWidth channels] = the mean of each window of in [images, imageSize]. */
    public static void average(Matrix out, Matrix in, Window w) {
        requireShapes(out, in, w);
        int bound = FLOATS.loopBound(w.channels());
        for (int image = 0; image < in.rows(); image++) {
            for (int position = 0; position < w.patches(); position++) {
                int to = out.row(image) + position * w.channels();
                for (int c = 0; c < bound; c += COUNT) {
                    average(out.data(), to + c, in.data(), in.row(image) + c, position, w);
                }
                for (int c = bound; c < w.channels(); c++) {
                    out.data()[to + c] = mean(in.data(), in.row(image) + c, position, w);
                }
            }
        }
    }

    private static void average(float[] out, int to, float[] in, int from, int position, Window w) {
        int width = right(position, w) - left(position, w);
        int pixels = (bottom(position, w) - top(position, w)) * width;
        int at = from + (top(position, w) * w.width() + left(position, w)) * w.channels();
        int nextRow = (w.width() - width) * w.channels();
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int pixel = 0, x = 0; pixel < pixels; pixel++) {
            sum = sum.add(fromArray(FLOATS, in, at));
            x++;
            at += x == width ? w.channels() + nextRow : w.channels();
            x = x == width ? 0 : x;
        }
        sum.mul(1f / pixels).intoArray(out, to);
    }

    private static float mean(float[] in, int from, int position, Window w) {
        int bottom = bottom(position, w);
        int right = right(position, w);
        float sum = 0f;
        int pixels = 0;
        for (int y = top(position, w); y < bottom; y++) {
            for (int x = left(position, w); x < right; x++) {
                sum += in[from + (y * w.width() + x) * w.channels()];
                pixels++;
            }
        }
        return sum * (1f / pixels);
    }

    /** inGradient = inGradient + an equal share of outGradient at every value of each window. */
    public static void averageBackward(Matrix inGradient, Matrix outGradient, Window w) {
        requireShapes(outGradient, inGradient, w);
        float[] dx = inGradient.data();
        int bound = FLOATS.loopBound(w.channels());
        for (int image = 0; image < inGradient.rows(); image++) {
            for (int position = 0; position < w.patches(); position++) {
                int bottom = bottom(position, w);
                int left = left(position, w);
                int right = right(position, w);
                int from = outGradient.row(image) + position * w.channels();
                float share = 1f / ((bottom - top(position, w)) * (right - left));
                for (int y = top(position, w); y < bottom; y++) {
                    for (int x = left; x < right; x++) {
                        int to = inGradient.row(image) + (y * w.width() + x) * w.channels();
                        addScaled(dx, to, outGradient.data(), from, share, bound, w.channels());
                    }
                }
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

    private static int indexOfMax(Matrix in, int image, int position, int c, Window w) {
        int bottom = bottom(position, w);
        int right = right(position, w);
        int best = -1;
        for (int y = top(position, w); y < bottom; y++) {
            for (int x = left(position, w); x < right; x++) {
                int at = in.row(image) + (y * w.width() + x) * w.channels() + c;
                if (best < 0 || in.data()[at] > in.data()[best] || Float.isNaN(in.data()[at])) {
                    best = at;
                }
            }
        }
        return best;
    }

    private static int top(int position, Window w) {
        return Math.max(0, position / w.outWidth() * w.step() - w.padding());
    }

    private static int bottom(int position, Window w) {
        return Math.min(w.height(), position / w.outWidth() * w.step() - w.padding() + w.windowHeight());
    }

    private static int left(int position, Window w) {
        return Math.max(0, position % w.outWidth() * w.step() - w.padding());
    }

    private static int right(int position, Window w) {
        return Math.min(w.width(), position % w.outWidth() * w.step() - w.padding() + w.windowWidth());
    }

    private static void requireShapes(Matrix out, Matrix in, Window w) {
        Views.require("the images", in, in.rows(), w.imageSize());
        Views.require("the result", out, in.rows(), w.patches() * w.channels());
    }
}
