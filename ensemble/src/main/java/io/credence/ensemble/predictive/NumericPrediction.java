package io.credence.ensemble.predictive;

/**
 * The predictive distribution of a number, in the label's own unit. Uncertainties are variances, in its squared unit:
 * total = aleatoric + epistemic is the law of total variance (Kendall and Gal 2017).
 */
public non-sealed interface NumericPrediction extends Prediction {
    /** Returns the mean of the mixture. */
    double mean();

    /** Returns the variance that one component predicts. */
    double variance(int component);

    /** Returns the logarithm of the mixture's density at y. */
    double logDensity(double y);

    /**
     * Returns the logarithm of the density at y that this prediction would have if stretched about its mean by a
     * {@link io.credence.ensemble.calibration.Calibration.VarianceScale}. The prediction is not modified.
     *
     * @param scale the factor on the variance, above 0
     */
    double stretchedLogDensity(double y, double scale);

    /** Returns the probability of a value of at most y. */
    double cdf(double y);

    /**
     * Returns the value below which the mixture has a given probability.
     *
     * @param standard the probability, with the standard normal quantile
     */
    double quantile(StandardNormal.Quantile standard);

    /** Returns the lower end of the central 95 % interval. */
    default double lower95() {
        return quantile(StandardNormal.Quantile.LOWER95);
    }

    /** Returns the upper end of the central 95 % interval. */
    default double upper95() {
        return quantile(StandardNormal.Quantile.UPPER95);
    }

    /** Returns the continuous ranked probability score of the label y, in the label's unit; 0 is best. */
    double crps(double y);

    @Override
    default double point() {
        return mean();
    }

    /** Returns the logarithm of the density at y of a single Gaussian with the mixture's mean and variance. */
    default double gaussianLogDensity(double y) {
        double variance = total();
        return StandardNormal.logDensity((y - mean()) / Math.sqrt(variance)) - 0.5 * Math.log(variance);
    }

    /**
     * Returns the level of the smallest central interval that contains y: y is in the central interval of level p if
     * this is at most p.
     */
    default double centralLevel(double y) {
        return Math.abs(2 * cdf(y) - 1);
    }

    /** Returns the probability integral transform (PIT) of y, which is uniform if the prediction is right. */
    default double probabilityTransform(double y) {
        return cdf(y);
    }

    /** Returns the lower end of the support; negative infinity if there is none. */
    default double lowest() {
        return Double.NEGATIVE_INFINITY;
    }

    /** Returns whether the label is a count, so that the ends of intervals are integers. */
    default boolean isCount() {
        return false;
    }
}
