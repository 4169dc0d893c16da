package io.credence.ensemble.distribution;

/** The distribution of a number that one component predicts for a row, in the label's unit. Immutable. */
public sealed interface RealDistribution permits StretchableDistribution, CountDistribution {
    /** Returns the mean. */
    double mean();

    /** Returns the variance, finite and above 0. */
    double variance();

    /** Returns the logarithm of the density at y; for counts, of the probability of y. */
    double logDensity(double y);

    /** Returns the probability of a value of at most y. */
    double cdf(double y);

    /**
     * Returns the smallest value that is not exceeded with a given probability.
     *
     * @param probability strictly between 0 and 1
     */
    double quantile(double probability);

    /** Returns the lower end of the support. */
    default double lowest() {
        return Double.NEGATIVE_INFINITY;
    }
}
