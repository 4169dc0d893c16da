package io.credence.ensemble.distribution;

import io.credence.kernels.likelihood.GammaFunction;

/**
 * The Student-t distribution.
 *
 * @param location the centre
 * @param scale above 0
 * @param degrees the degrees of freedom, above 2, so that the variance is finite
 */
public record StudentT(double location, double scale, double degrees) implements StretchableDistribution {
    @Override
    public double mean() {
        return location;
    }

    @Override
    public double variance() {
        return scale * scale * degrees / (degrees - 2);
    }

    @Override
    public double logDensity(double y) {
        double t = (y - location) / scale;
        return GammaFunction.log(0.5 * (degrees + 1))
                - GammaFunction.log(0.5 * degrees)
                - 0.5 * Math.log(Math.PI * degrees)
                - Math.log(scale)
                - 0.5 * (degrees + 1) * Math.log1p(t * t / degrees);
    }

    @Override
    public double cdf(double y) {
        double t = (y - location) / scale;
        double tail = 0.5 * IncompleteBeta.regularized(degrees / (degrees + t * t), 0.5 * degrees, 0.5);
        return t < 0 ? tail : 1 - tail;
    }

    @Override
    public double quantile(double probability) {
        if (probability > 0.5) {
            return 2 * location - quantile(1 - probability);
        }
        double reach = 1;
        while (cdf(location - reach * scale) > probability) {
            reach *= 2;
        }
        return Root.of(this::cdf, probability, location - reach * scale, location);
    }

    @Override
    public StretchableDistribution stretched(double centre, double factor) {
        return new StudentT(centre + factor * (location - centre), factor * scale, degrees);
    }
}
