package io.credence.kernels.simd;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;

/**
 * Batch normalisation (Ioffe and Szegedy 2015) of a matrix [rows, columns] by columns: y = (x - mean) scale gain + bias with
 * scale = 1 / sqrt(variance + epsilon). All other operands are rows [1, columns].
 */
public final class BatchNormalization {
    private BatchNormalization() {}

    /**
     * Mean and biased variance of each column, in two passes from the first row to the last.
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
        requireRows(x.columns(), mean, scale, gain, bias);
        int bound = FLOATS.loopBound(x.columns());
        int j = 0;
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

    /**
     * The sums over the batch that the gradients are made of: gainGradient = sum of dy (x - mean) scale, biasGradient = sum
     * of dy, both [1, columns].
     */
    public static void sums(Matrix gainGradient, Matrix biasGradient, Matrix dy, Matrix x, Matrix mean, Matrix scale) {
        Views.requireSameShape(dy, x);
        requireRows(x.columns(), mean, scale, gainGradient, biasGradient);
        Elementwise.fill(gainGradient, 0f);
        Elementwise.fill(biasGradient, 0f);
        ColumnSums.addDotsAndSums(gainGradient, biasGradient, x, mean, dy);
        Elementwise.multiply(gainGradient, gainGradient, scale);
    }

    /**
     * dx = gain scale (dy - meanOfDy - (x - mean) scale meanOfProduct), for statistics of the batch. Statistics that are constants (inference) have both means 0.
     *
     * @param meanOfProduct [1, columns], the gain's gradient from {@link #sums} over the number of rows it was summed over
     * @param meanOfDy [1, columns], the bias's gradient over the same number
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
        requireRows(x.columns(), mean, scale, gain, meanOfProduct);
        Views.require("the mean of the gradient", meanOfDy, 1, x.columns());
        int bound = FLOATS.loopBound(x.columns());
        int j = 0;
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

    private static void requireRows(int columns, Matrix a, Matrix b, Matrix c, Matrix d) {
        Views.require("the mean", a, 1, columns);
        Views.require("the scale", b, 1, columns);
        Views.require("the gain", c, 1, columns);
        Views.require("the bias", d, 1, columns);
    }
}
