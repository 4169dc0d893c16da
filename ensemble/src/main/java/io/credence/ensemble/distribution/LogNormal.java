package io.credence.ensemble.distribution;

import io.credence.ensemble.predictive.StandardNormal;

/**
 * The distribution of a positive number whose logarithm is Gaussian. Its expected distances are differences of partial
 * expectations (Baran and Lerch 2015).
 *
 * @param location the mean of the logarithm
 * @param deviation the standard deviation of the logarithm, above 0
 */
public record LogNormal(double location, double deviation) implements PairedDistribution {
    @Override
    public double mean() {
        return Math.exp(location + 0.5 * deviation * deviation);
    }

    @Override
    public double variance() {
        return Math.expm1(deviation * deviation) * mean() * mean();
    }

    /** Negative infinity unless y is above 0. */
    @Override
    public double logDensity(double y) {
        return y > 0
                ? StandardNormal.logDensity((Math.log(y) - location) / deviation) - Math.log(deviation) - Math.log(y)
                : Double.NEGATIVE_INFINITY;
    }

    @Override
    public double cdf(double y) {
        return y > 0 ? StandardNormal.cdf((Math.log(y) - location) / deviation) : 0;
    }

    @Override
    public double quantile(double probability) {
        return Math.exp(location + deviation * StandardNormal.quantile(probability));
    }

    @Override
    public double lowest() {
        return 0;
    }

    @Override
    public double centre() {
        return location;
    }

    @Override
    public StretchableDistribution stretched(double centre, double factor) {
        return new LogNormal(centre + factor * (location - centre), factor * deviation);
    }

    @Override
    public double distance(double y) {
        if (!(y > 0)) {
            return mean() - y;
        }
        double z = (Math.log(y) - location) / deviation;
        return y * (2 * StandardNormal.cdf(z) - 1) + mean() * (1 - 2 * StandardNormal.cdf(z - deviation));
    }

    @Override
    public double distance(PairedDistribution other) {
        LogNormal that = (LogNormal) other;
        double spread = Math.hypot(deviation, that.deviation);
        double difference = location - that.location;
        double above = StandardNormal.cdf((difference + deviation * deviation) / spread);
        double below = StandardNormal.cdf((that.deviation * that.deviation - difference) / spread);
        return mean() * (2 * above - 1) + that.mean() * (2 * below - 1);
    }
}
