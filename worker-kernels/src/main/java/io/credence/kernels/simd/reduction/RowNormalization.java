package io.credence.kernels.simd.reduction;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.Views;
import io.credence.kernels.simd.elementwise.Elementwise;
import jdk.incubator.vector.FloatVector;

/**
 * Normalisation of each row of a matrix [rows, columns]: y = (x - centre) scale gain + bias.
 *
 * <p>Layer normalisation (Ba et al. 2016) centres by the row's mean and scales by the inverse of its standard
 * deviation. RMS normalisation (Zhang and Sennrich 2019) has centre 0, scales by the inverse of the root mean square,
 * and is used with a bias of zeros. Centre and scale are columns [rows, 1], which the forward pass writes and the
 * backward pass reads; gain and bias are rows [1, columns].
 */
public final class RowNormalization {
    private RowNormalization() {}

    /** centre = the row's mean, scale = 1 / sqrt(the row's biased variance + epsilon), both [rows, 1]. */
    public static void layerStatistics(Matrix centre, Matrix scale, Matrix x, float epsilon) {
        Views.require("the centre", centre, x.rows(), 1);
        Views.require("the scale", scale, x.rows(), 1);
        float inverse = 1f / x.columns();
        for (int r = 0; r < x.rows(); r++) {
            float mean = ReductionLoops.runSum(x.data(), x.row(r), x.columns()) * inverse;
            float squares = CentredDots.squares(x.data(), x.row(r), mean, x.columns());
            centre.data()[centre.row(r)] = mean;
            scale.data()[scale.row(r)] = 1f / (float) Math.sqrt(Math.fma(squares, inverse, epsilon));
        }
    }

    /** centre = 0, scale = 1 / sqrt(mean of x^2 + epsilon), both [rows, 1]. */
    public static void rmsStatistics(Matrix centre, Matrix scale, Matrix x, float epsilon) {
        Views.require("the centre", centre, x.rows(), 1);
        Views.require("the scale", scale, x.rows(), 1);
        float inverse = 1f / x.columns();
        for (int r = 0; r < x.rows(); r++) {
            float squares = ReductionLoops.runDot(x.data(), x.row(r), x.data(), x.row(r), x.columns());
            centre.data()[centre.row(r)] = 0f;
            scale.data()[scale.row(r)] = 1f / (float) Math.sqrt(Math.fma(squares, inverse, epsilon));
        }
    }

    /** y = (x - centre) scale gain + bias; y may be x. */
    public static void forward(Matrix y, Matrix x, Matrix centre, Matrix scale, Matrix gain, Matrix bias) {
        Views.requireSameShape(y, x);
        requireOperands(x, centre, scale, gain);
        Views.require("the bias", bias, 1, x.columns());
        int bound = FLOATS.loopBound(x.columns());
        for (int r = 0; r < x.rows(); r++) {
            float c = centre.data()[centre.row(r)];
            float s = scale.data()[scale.row(r)];
            int in = x.row(r);
            int out = y.row(r);
            int j = 0;
            for (; j < bound; j += COUNT) {
                FloatVector normal = fromArray(FLOATS, x.data(), in + j).sub(c).mul(s);
                normal.fma(
                                fromArray(FLOATS, gain.data(), gain.offset() + j),
                                fromArray(FLOATS, bias.data(), bias.offset() + j))
                        .intoArray(y.data(), out + j);
            }
            for (; j < x.columns(); j++) {
                float normal = (x.data()[in + j] - c) * s;
                y.data()[out + j] = Math.fma(normal, gain.data()[gain.offset() + j], bias.data()[bias.offset() + j]);
            }
        }
    }

    /**
     * gainGradient [1, columns] = the sum over the rows, first to last, of dy (x - centre) scale. The bias's gradient
     * is {@link Reductions#columnSums} of dy.
     */
    public static void gainGradient(Matrix gainGradient, Matrix dy, Matrix x, Matrix centre, Matrix scale) {
        Views.requireSameShape(dy, x);
        requireOperands(x, centre, scale, gainGradient);
        Elementwise.fill(gainGradient, 0f);
        ColumnSums.addNormalDots(gainGradient, x, centre, scale, dy);
    }

    /** dx = scale (g - mean(g) - n mean(g n)) for layer normalisation, with g = dy gain and n = (x - centre) scale. */
    public static void layerBackward(Matrix dx, Matrix dy, Matrix x, Matrix centre, Matrix scale, Matrix gain) {
        backward(dx, dy, x, centre, scale, gain, true);
    }

    /** dx = scale (g - n mean(g n)) for RMS normalisation, with g = dy gain and n = x scale. */
    public static void rmsBackward(Matrix dx, Matrix dy, Matrix x, Matrix centre, Matrix scale, Matrix gain) {
        backward(dx, dy, x, centre, scale, gain, false);
    }

    private static void backward(
            Matrix dx, Matrix dy, Matrix x, Matrix centre, Matrix scale, Matrix gain, boolean centred) {
        Views.requireSameShape(dx, dy);
        Views.requireSameShape(dx, x);
        requireOperands(x, centre, scale, gain);
        float inverse = 1f / x.columns();
        for (int r = 0; r < x.rows(); r++) {
            float c = centre.data()[centre.row(r)];
            float s = scale.data()[scale.row(r)];
            float level = centred
                    ? ReductionLoops.runDot(dy.data(), dy.row(r), gain.data(), gain.offset(), x.columns()) * inverse
                    : 0f;
            float along = CentredDots.dot(
                            dy.data(), dy.row(r), gain.data(), gain.offset(), x.data(), x.row(r), c, x.columns())
                    * s
                    * inverse;
            row(dx, dy, x, gain, r, c, s, level, -(along * s));
        }
    }

    private static void row(
            Matrix dx, Matrix dy, Matrix x, Matrix gain, int r, float centre, float scale, float level, float along) {
        int out = dx.row(r);
        int bound = FLOATS.loopBound(x.columns());
        int j = 0;
        for (; j < bound; j += COUNT) {
            FloatVector g = fromArray(FLOATS, dy.data(), dy.row(r) + j)
                    .fma(fromArray(FLOATS, gain.data(), gain.offset() + j), broadcast(FLOATS, -level));
            FloatVector d = fromArray(FLOATS, x.data(), x.row(r) + j)
                    .sub(centre)
                    .fma(broadcast(FLOATS, along), g)
                    .mul(scale);
            d.intoArray(dx.data(), out + j);
        }
        for (; j < x.columns(); j++) {
            float g = Math.fma(dy.data()[dy.row(r) + j], gain.data()[gain.offset() + j], -level);
            dx.data()[out + j] = Math.fma(x.data()[x.row(r) + j] - centre, along, g) * scale;
        }
    }

    private static void requireOperands(Matrix x, Matrix centre, Matrix scale, Matrix gain) {
        Views.require("the centre", centre, x.rows(), 1);
        Views.require("the scale", scale, x.rows(), 1);
        Views.require("the gain", gain, 1, x.columns());
    }
}
