package io.credence.ensemble.distribution;

import io.credence.kernels.likelihood.GammaFunction;

/**
 * The Poisson distribution.
 *
 * @param mean above 0
 */
public record PoissonCounts(double mean) implements CountDistribution {
    @Override
    public double variance() {
        return mean;
    }

    @Override
    public double logDensity(double y) {
        return y * Math.log(mean) - mean - GammaFunction.log(y + 1);
    }

    @Override
    public double cdf(double y) {
        return y < 0 ? 0 : IncompleteGamma.upper(Math.floor(y) + 1, mean);
    }
}
