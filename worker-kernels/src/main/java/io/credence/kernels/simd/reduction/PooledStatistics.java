package io.credence.kernels.simd.reduction;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.Views;

/**
 * Statistics of a batch, pooled from those of its slices by each slice's fraction of the rows. They are computed in
 * double precision and in the order of the slices, so the bits do not depend on where a slice was computed. A slice
 * without rows has fraction 0; its statistics must still be finite.
 */
public final class PooledStatistics {
    private PooledStatistics() {}

    /**
     * Computes mean and variance by the laws of total expectation and total variance: the mean of the means, and the
     * mean of the variances plus the variance of the means.
     *
     * @param mean [1, columns], an output
     * @param variance [1, columns], an output
     * @param means [slices, columns]
     * @param variances [slices, columns], each about its own mean
     * @param fractions each slice's fraction of the rows; they sum to 1
     */
    public static void moments(Matrix mean, Matrix variance, Matrix means, Matrix variances, double[] fractions) {
        Views.require("the mean", mean, 1, means.columns());
        Views.require("the variance", variance, 1, means.columns());
        Views.requireSameShape(variances, means);
        requireFractions(means, fractions);
        for (int j = 0; j < means.columns(); j++) {
            double centre = mean(means, fractions, j);
            double sum = 0;
            for (int slice = 0; slice < fractions.length; slice++) {
                double deviation = means.data()[means.row(slice) + j] - centre;
                sum += fractions[slice] * (variances.data()[variances.row(slice) + j] + deviation * deviation);
            }
            mean.data()[mean.offset() + j] = (float) centre;
            variance.data()[variance.offset() + j] = (float) sum;
        }
    }

    /**
     * Computes the mean of means.
     *
     * @param mean [1, columns], an output
     * @param means [slices, columns]
     * @param fractions each slice's fraction of the rows; they sum to 1
     */
    public static void mean(Matrix mean, Matrix means, double[] fractions) {
        Views.require("the mean", mean, 1, means.columns());
        requireFractions(means, fractions);
        for (int j = 0; j < means.columns(); j++) {
            mean.data()[mean.offset() + j] = (float) mean(means, fractions, j);
        }
    }

    private static void requireFractions(Matrix means, double[] fractions) {
        if (fractions.length != means.rows()) {
            throw new IllegalArgumentException("the number of row fractions is " + fractions.length + "; it must be "
                    + means.rows() + ", one per slice");
        }
    }

    private static double mean(Matrix means, double[] fractions, int column) {
        double sum = 0;
        for (int slice = 0; slice < fractions.length; slice++) {
            sum += fractions[slice] * means.data()[means.row(slice) + column];
        }
        return sum;
    }
}
