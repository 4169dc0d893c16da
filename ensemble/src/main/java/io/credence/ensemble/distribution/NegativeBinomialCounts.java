package io.credence.ensemble.distribution;

import io.credence.kernels.likelihood.GammaFunction;

/**
 * The negative binomial distribution, a Poisson distribution whose mean has a gamma distribution.
 *
 * @param mean above 0
 * @param dispersion a, above 0: the variance is mean + a mean^2
 */
public record NegativeBinomialCounts(double mean, double dispersion) implements CountDistribution {
    @Override
    public double variance() {
        return mean + dispersion * mean * mean;
    }

    @Override
    public double logDensity(double y) {
        double size = 1 / dispersion;
        double excess = Math.log1p(dispersion * mean);
        return GammaFunction.log(y + size)
                - GammaFunction.log(size)
                - GammaFunction.log(y + 1)
                - size * excess
                + y * (Math.log(dispersion * mean) - excess);
    }

    @Override
    public double cdf(double y) {
        return y < 0 ? 0 : IncompleteBeta.regularized(1 / (1 + dispersion * mean), 1 / dispersion, Math.floor(y) + 1);
    }
}
