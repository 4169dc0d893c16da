package io.credence.kernels.simd.reduction;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.Views;
import io.credence.kernels.simd.elementwise.Elementwise;
import jdk.incubator.vector.FloatVector;

/**
 * Batch normalisation (Ioffe and Szegedy 2015) of the columns of a matrix [rows, columns]: y = (x - mean) scale gain +
 * bias with scale = 1 / sqrt(variance + epsilon). All other operands are rows [1, columns].
 *
 * <p>Where possible, the loops take four vectors of columns at a time, as in {@link ColumnSums}: the values of a column
 * stay in registers, and each row is read in stretches long enough to be efficient.
 */
public final class ColumnNormalization {
    private static final int WIDE = 4 * COUNT;

    private ColumnNormalization() {}

    /**
     * Computes the mean and the biased variance of each column, in two passes from the first row to the last.
     *
     * @param mean [1, columns], an output
     * @param variance [1, columns], an output
     */
    public static void moments(Matrix mean, Matrix variance, Matrix x) {
        Views.require("the mean", mean, 1, x.columns());
        Views.require("the variance", variance, 1, x.columns());
        float inverse = 1f / x.rows();
        Reductions.columnSums(mean, x, false);
        Elementwise.scale(mean, mean, inverse);
        Elementwise.fill(variance, 0f);
        ColumnSums.addSquares(variance.data(), variance.offset(), x, mean);
        Elementwise.scale(variance, variance, inverse);
    }

    /** scale [1, columns] = 1 / sqrt(variance + epsilon). */
    public static void scale(Matrix scale, Matrix variance, float epsilon) {
        Views.requireSameShape(scale, variance);
        for (int j = 0; j < variance.columns(); j++) {
            float deviation = (float) Math.sqrt(variance.data()[variance.offset() + j] + epsilon);
            scale.data()[scale.offset() + j] = 1f / deviation;
        }
    }

    /** y = (x - mean) scale gain + bias; y may be x. */
    public static void forward(Matrix y, Matrix x, Matrix mean, Matrix scale, Matrix gain, Matrix bias) {
        Views.requireSameShape(y, x);
        requireStatistics(x.columns(), mean, scale);
        Views.require("the gain", gain, 1, x.columns());
        Views.require("the bias", bias, 1, x.columns());
        int wide = x.columns() - x.columns() % WIDE;
        int bound = FLOATS.loopBound(x.columns());
        int j = 0;
        for (; j < wide; j += WIDE) {
            forwardWide(y, x, mean, scale, gain, bias, j);
        }
        for (; j < bound; j += COUNT) {
            FloatVector m = fromArray(FLOATS, mean.data(), mean.offset() + j);
            FloatVector slope = fromArray(FLOATS, scale.data(), scale.offset() + j)
                    .mul(fromArray(FLOATS, gain.data(), gain.offset() + j));
            FloatVector shift = fromArray(FLOATS, bias.data(), bias.offset() + j);
            for (int r = 0; r < x.rows(); r++) {
                fromArray(FLOATS, x.data(), x.row(r) + j)
                        .sub(m)
                        .fma(slope, shift)
                        .intoArray(y.data(), y.row(r) + j);
            }
        }
        for (; j < x.columns(); j++) {
            float m = mean.data()[mean.offset() + j];
            float slope = scale.data()[scale.offset() + j] * gain.data()[gain.offset() + j];
            float shift = bias.data()[bias.offset() + j];
            for (int r = 0; r < x.rows(); r++) {
                y.data()[y.row(r) + j] = Math.fma(x.data()[x.row(r) + j] - m, slope, shift);
            }
        }
    }

    private static void forwardWide(Matrix y, Matrix x, Matrix mean, Matrix scale, Matrix gain, Matrix bias, int j) {
        int m = mean.offset() + j;
        FloatVector m0 = fromArray(FLOATS, mean.data(), m);
        FloatVector m1 = fromArray(FLOATS, mean.data(), m + COUNT);
        FloatVector m2 = fromArray(FLOATS, mean.data(), m + 2 * COUNT);
        FloatVector m3 = fromArray(FLOATS, mean.data(), m + 3 * COUNT);
        int s = scale.offset() + j;
        int g = gain.offset() + j;
        FloatVector slope0 = fromArray(FLOATS, scale.data(), s).mul(fromArray(FLOATS, gain.data(), g));
        FloatVector slope1 = fromArray(FLOATS, scale.data(), s + COUNT).mul(fromArray(FLOATS, gain.data(), g + COUNT));
        FloatVector slope2 =
                fromArray(FLOATS, scale.data(), s + 2 * COUNT).mul(fromArray(FLOATS, gain.data(), g + 2 * COUNT));
        FloatVector slope3 =
                fromArray(FLOATS, scale.data(), s + 3 * COUNT).mul(fromArray(FLOATS, gain.data(), g + 3 * COUNT));
        int b = bias.offset() + j;
        FloatVector b0 = fromArray(FLOATS, bias.data(), b);
        FloatVector b1 = fromArray(FLOATS, bias.data(), b + COUNT);
        FloatVector b2 = fromArray(FLOATS, bias.data(), b + 2 * COUNT);
        FloatVector b3 = fromArray(FLOATS, bias.data(), b + 3 * COUNT);
        for (int r = 0; r < x.rows(); r++) {
            int in = x.row(r) + j;
            int out = y.row(r) + j;
            fromArray(FLOATS, x.data(), in).sub(m0).fma(slope0, b0).intoArray(y.data(), out);
            fromArray(FLOATS, x.data(), in + COUNT).sub(m1).fma(slope1, b1).intoArray(y.data(), out + COUNT);
            fromArray(FLOATS, x.data(), in + 2 * COUNT).sub(m2).fma(slope2, b2).intoArray(y.data(), out + 2 * COUNT);
            fromArray(FLOATS, x.data(), in + 3 * COUNT).sub(m3).fma(slope3, b3).intoArray(y.data(), out + 3 * COUNT);
        }
    }

    /**
     * Computes the sums over the batch from which the gradients are computed: gainGradient = sum of dy (x - mean) scale
     * and biasGradient = sum of dy, both [1, columns].
     */
    public static void sums(Matrix gainGradient, Matrix biasGradient, Matrix dy, Matrix x, Matrix mean, Matrix scale) {
        Views.requireSameShape(dy, x);
        requireStatistics(x.columns(), mean, scale);
        Views.require("the gain's gradient", gainGradient, 1, x.columns());
        Views.require("the bias's gradient", biasGradient, 1, x.columns());
        Elementwise.fill(gainGradient, 0f);
        Elementwise.fill(biasGradient, 0f);
        ColumnSums.addDotsAndSums(gainGradient, biasGradient, x, mean, dy);
        Elementwise.multiply(gainGradient, gainGradient, scale);
    }

    /**
     * dx = gain scale (dy - meanOfDy - (x - mean) scale meanOfProduct), if the statistics are those of the batch. For
     * constant statistics (inference) both means are 0.
     *
     * @param meanOfProduct [1, columns], the gain's gradient from {@link #sums} divided by the number of rows it was
     *     summed over
     * @param meanOfDy [1, columns], the bias's gradient divided by the same number
     */
    public static void backward(
            Matrix dx,
            Matrix dy,
            Matrix x,
            Matrix mean,
            Matrix scale,
            Matrix gain,
            Matrix meanOfProduct,
            Matrix meanOfDy) {
        Views.requireSameShape(dx, dy);
        Views.requireSameShape(dx, x);
        requireStatistics(x.columns(), mean, scale);
        Views.require("the gain", gain, 1, x.columns());
        Views.require("the mean of the product", meanOfProduct, 1, x.columns());
        Views.require("the mean of the gradient", meanOfDy, 1, x.columns());
        int wide = x.columns() - x.columns() % WIDE;
        int bound = FLOATS.loopBound(x.columns());
        int j = 0;
        for (; j < wide; j += WIDE) {
            backwardWide(dx, dy, x, mean, scale, gain, meanOfProduct, meanOfDy, j);
        }
        for (; j < bound; j += COUNT) {
            FloatVector m = fromArray(FLOATS, mean.data(), mean.offset() + j);
            FloatVector s = fromArray(FLOATS, scale.data(), scale.offset() + j);
            FloatVector slope = s.mul(fromArray(FLOATS, gain.data(), gain.offset() + j));
            FloatVector along = s.mul(fromArray(FLOATS, meanOfProduct.data(), meanOfProduct.offset() + j))
                    .neg();
            FloatVector level = fromArray(FLOATS, meanOfDy.data(), meanOfDy.offset() + j);
            for (int r = 0; r < x.rows(); r++) {
                FloatVector centred = fromArray(FLOATS, x.data(), x.row(r) + j).sub(m);
                FloatVector g = centred.fma(
                                along,
                                fromArray(FLOATS, dy.data(), dy.row(r) + j).sub(level))
                        .mul(slope);
                g.intoArray(dx.data(), dx.row(r) + j);
            }
        }
        for (; j < x.columns(); j++) {
            float m = mean.data()[mean.offset() + j];
            float s = scale.data()[scale.offset() + j];
            float slope = s * gain.data()[gain.offset() + j];
            float along = -(s * meanOfProduct.data()[meanOfProduct.offset() + j]);
            float level = meanOfDy.data()[meanOfDy.offset() + j];
            for (int r = 0; r < x.rows(); r++) {
                float centred = x.data()[x.row(r) + j] - m;
                dx.data()[dx.row(r) + j] = Math.fma(centred, along, dy.data()[dy.row(r) + j] - level) * slope;
            }
        }
    }

    private static void backwardWide(
            Matrix dx,
            Matrix dy,
            Matrix x,
            Matrix mean,
            Matrix scale,
            Matrix gain,
            Matrix meanOfProduct,
            Matrix meanOfDy,
            int j) {
        int m = mean.offset() + j;
        FloatVector m0 = fromArray(FLOATS, mean.data(), m);
        FloatVector m1 = fromArray(FLOATS, mean.data(), m + COUNT);
        FloatVector m2 = fromArray(FLOATS, mean.data(), m + 2 * COUNT);
        FloatVector m3 = fromArray(FLOATS, mean.data(), m + 3 * COUNT);
        int s = scale.offset() + j;
        int g = gain.offset() + j;
        int p = meanOfProduct.offset() + j;
        FloatVector s0 = fromArray(FLOATS, scale.data(), s);
        FloatVector s1 = fromArray(FLOATS, scale.data(), s + COUNT);
        FloatVector s2 = fromArray(FLOATS, scale.data(), s + 2 * COUNT);
        FloatVector s3 = fromArray(FLOATS, scale.data(), s + 3 * COUNT);
        FloatVector slope0 = s0.mul(fromArray(FLOATS, gain.data(), g));
        FloatVector slope1 = s1.mul(fromArray(FLOATS, gain.data(), g + COUNT));
        FloatVector slope2 = s2.mul(fromArray(FLOATS, gain.data(), g + 2 * COUNT));
        FloatVector slope3 = s3.mul(fromArray(FLOATS, gain.data(), g + 3 * COUNT));
        FloatVector along0 = s0.mul(fromArray(FLOATS, meanOfProduct.data(), p)).neg();
        FloatVector along1 =
                s1.mul(fromArray(FLOATS, meanOfProduct.data(), p + COUNT)).neg();
        FloatVector along2 =
                s2.mul(fromArray(FLOATS, meanOfProduct.data(), p + 2 * COUNT)).neg();
        FloatVector along3 =
                s3.mul(fromArray(FLOATS, meanOfProduct.data(), p + 3 * COUNT)).neg();
        int l = meanOfDy.offset() + j;
        FloatVector level0 = fromArray(FLOATS, meanOfDy.data(), l);
        FloatVector level1 = fromArray(FLOATS, meanOfDy.data(), l + COUNT);
        FloatVector level2 = fromArray(FLOATS, meanOfDy.data(), l + 2 * COUNT);
        FloatVector level3 = fromArray(FLOATS, meanOfDy.data(), l + 3 * COUNT);
        for (int r = 0; r < x.rows(); r++) {
            int in = x.row(r) + j;
            int down = dy.row(r) + j;
            int out = dx.row(r) + j;
            FloatVector g0 = fromArray(FLOATS, dy.data(), down).sub(level0);
            fromArray(FLOATS, x.data(), in).sub(m0).fma(along0, g0).mul(slope0).intoArray(dx.data(), out);
            FloatVector g1 = fromArray(FLOATS, dy.data(), down + COUNT).sub(level1);
            fromArray(FLOATS, x.data(), in + COUNT)
                    .sub(m1)
                    .fma(along1, g1)
                    .mul(slope1)
                    .intoArray(dx.data(), out + COUNT);
            FloatVector g2 = fromArray(FLOATS, dy.data(), down + 2 * COUNT).sub(level2);
            fromArray(FLOATS, x.data(), in + 2 * COUNT)
                    .sub(m2)
                    .fma(along2, g2)
                    .mul(slope2)
                    .intoArray(dx.data(), out + 2 * COUNT);
            FloatVector g3 = fromArray(FLOATS, dy.data(), down + 3 * COUNT).sub(level3);
            fromArray(FLOATS, x.data(), in + 3 * COUNT)
                    .sub(m3)
                    .fma(along3, g3)
                    .mul(slope3)
                    .intoArray(dx.data(), out + 3 * COUNT);
        }
    }

    private static void requireStatistics(int columns, Matrix mean, Matrix scale) {
        Views.require("the mean", mean, 1, columns);
        Views.require("the scale", scale, 1, columns);
    }
}
