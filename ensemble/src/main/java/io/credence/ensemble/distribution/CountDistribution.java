package io.credence.ensemble.distribution;

import io.credence.ensemble.predictive.StandardNormal;

/** A distribution of counts: non-negative integers. */
public sealed interface CountDistribution extends RealDistribution permits PoissonCounts, NegativeBinomialCounts {
    @Override
    default double lowest() {
        return 0;
    }

    /** Searches outwards from the quantile of a Gaussian with the same mean and variance, then halves the bracket. */
    @Override
    default double quantile(double probability) {
        double guess = mean() + StandardNormal.quantile(probability) * Math.sqrt(variance());
        return CountSearch.smallest(this::cdf, probability, Math.max(0, Math.rint(guess)));
    }
}
