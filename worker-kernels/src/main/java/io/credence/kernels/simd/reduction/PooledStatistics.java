package io.credence.kernels.simd.reduction;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.Views;

/**
 * Statistics of a batch from those of its slices, of which each has a share of the rows: in double precision, added in the order of the slices,
 * so that the bits do not depend on where a slice was computed. A slice without rows has share 0; whatever else its row holds must be finite.
 */
public final class PooledStatistics {
    private PooledStatistics() {}

    /**
     * Mean and variance by the laws of total expectation and total variance: the mean of the means, and the mean of the variances plus the
     * variance of the means.
     *
     * @param mean [1, columns], an output
     * @param variance [1, columns], an output
     * @param means [slices, columns]
     * @param variances [slices, columns], each about its own mean
     * @param shares of the rows, one for each slice; they sum to 1
     */
    public static void moments(Matrix mean, Matrix variance, Matrix means, Matrix variances, double[] shares) {
        Views.require("the mean", mean, 1, means.columns());
        Views.require("the variance", variance, 1, means.columns());
        Views.requireSameShape(variances, means);
        requireShares(means, shares);
        for (int j = 0; j < means.columns(); j++) {
            double centre = mean(means, shares, j);
            double sum = 0;
            for (int slice = 0; slice < shares.length; slice++) {
                double off = means.data()[means.row(slice) + j] - centre;
                sum += shares[slice] * (variances.data()[variances.row(slice) + j] + off * off);
            }
            mean.data()[mean.offset() + j] = (float) centre;
            variance.data()[variance.offset() + j] = (float) sum;
        }
    }

    /**
     * The mean of means.
     *
     * @param mean [1, columns], an output
     * @param means [slices, columns]
     * @param shares of the rows, one for each slice; they sum to 1
     */
    public static void mean(Matrix mean, Matrix means, double[] shares) {
        Views.require("the mean", mean, 1, means.columns());
        requireShares(means, shares);
        for (int j = 0; j < means.columns(); j++) {
            mean.data()[mean.offset() + j] = (float) mean(means, shares, j);
        }
    }

    private static void requireShares(Matrix means, double[] shares) {
        if (shares.length != means.rows()) {
            throw new IllegalArgumentException("there are " + shares.length + " shares of " + means.rows()
                    + " slices; there must be one for each");
        }
    }

    private static double mean(Matrix means, double[] shares, int column) {
        double sum = 0;
        for (int slice = 0; slice < shares.length; slice++) {
            sum += shares[slice] * means.data()[means.row(slice) + column];
        }
        return sum;
    }
}
