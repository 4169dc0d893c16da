package io.credence.kernels.simd;

/** Maximum and average over windows of images, channel by channel; padding takes no part in either. */
public final class Pooling {
    private Pooling() {}

    /** out [images, outHeight outWidth channels] = the largest value of each window of in [images, imageSize]. */
    public static void max(Matrix out, Matrix in, Window w) {
        requireShapes(out, in, w);
        for (int image = 0; image < in.rows(); image++) {
            for (int position = 0; position < w.patches(); position++) {
                for (int c = 0; c < w.channels(); c++) {
                    int at = indexOfMax(in, image, position, c, w);
                    out.data()[out.row(image) + position * w.channels() + c] = in.data()[at];
                }
            }
        }
    }

    /** inGradient = inGradient + outGradient at the first largest value of each window. */
    public static void maxBackward(Matrix inGradient, Matrix outGradient, Matrix in, Window w) {
        requireShapes(outGradient, in, w);
        Views.requireSameShape(inGradient, in);
        for (int image = 0; image < in.rows(); image++) {
            for (int position = 0; position < w.patches(); position++) {
                for (int c = 0; c < w.channels(); c++) {
                    int at = indexOfMax(in, image, position, c, w) - in.row(image) + inGradient.row(image);
                    inGradient.data()[at] += outGradient.data()[outGradient.row(image) + position * w.channels() + c];
                }
            }
        }
    }

    /** out [images, outHeight outWidth channels] = the mean of each window of in [images, imageSize]. */
    public static void average(Matrix out, Matrix in, Window w) {
        requireShapes(out, in, w);
        for (int image = 0; image < in.rows(); image++) {
            for (int position = 0; position < w.patches(); position++) {
                int top = top(position, w);
                int left = left(position, w);
                int bottom = bottom(position, w);
                int right = right(position, w);
                float share = 1f / ((bottom - top) * (right - left));
                for (int c = 0; c < w.channels(); c++) {
                    float sum = 0f;
                    for (int y = top; y < bottom; y++) {
                        for (int x = left; x < right; x++) {
                            sum += in.data()[in.row(image) + (y * w.width() + x) * w.channels() + c];
                        }
                    }
                    out.data()[out.row(image) + position * w.channels() + c] = sum * share;
                }
            }
        }
    }

    /** inGradient = inGradient + an equal share of outGradient at every value of each window. */
    public static void averageBackward(Matrix inGradient, Matrix outGradient, Window w) {
        requireShapes(outGradient, inGradient, w);
        for (int image = 0; image < inGradient.rows(); image++) {
            for (int position = 0; position < w.patches(); position++) {
                int top = top(position, w);
                int left = left(position, w);
                int bottom = bottom(position, w);
                int right = right(position, w);
                float share = 1f / ((bottom - top) * (right - left));
                for (int c = 0; c < w.channels(); c++) {
                    float g = outGradient.data()[outGradient.row(image) + position * w.channels() + c] * share;
                    for (int y = top; y < bottom; y++) {
                        for (int x = left; x < right; x++) {
                            inGradient.data()[inGradient.row(image) + (y * w.width() + x) * w.channels() + c] += g;
                        }
                    }
                }
            }
        }
    }

    private static int indexOfMax(Matrix in, int image, int position, int c, Window w) {
        int bottom = bottom(position, w);
        int right = right(position, w);
        int best = -1;
        for (int y = top(position, w); y < bottom; y++) {
            for (int x = left(position, w); x < right; x++) {
                int at = in.row(image) + (y * w.width() + x) * w.channels() + c;
                // A NaN wins and stays: what went wrong must not be hidden.
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
