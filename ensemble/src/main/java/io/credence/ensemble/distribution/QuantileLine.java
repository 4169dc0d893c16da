package io.credence.ensemble.distribution;

/**
 * The distribution through given quantiles: its distribution function is linear between them. Beyond the outermost it
 * has exponential tails, whose density continues that of the outermost segment.
 *
 * @param levels the levels of the quantiles, strictly ascending, strictly between 0 and 1; at least two
 * @param quantiles one for each level, strictly ascending
 */
@SuppressWarnings("ArrayRecordComponent") // read only by this class; lists would box every number of every row
public record QuantileLine(double[] levels, double[] quantiles) implements StretchableDistribution {
    private int last() {
        return levels.length - 1;
    }

    /** Returns the density between quantile i and the next one. */
    private double density(int i) {
        return (levels[i + 1] - levels[i]) / (quantiles[i + 1] - quantiles[i]);
    }

    /** Returns the mean distance of the lower tail from the first quantile. */
    private double lowerScale() {
        return levels[0] / density(0);
    }

    private double upperScale() {
        return (1 - levels[last()]) / density(last() - 1);
    }

    @Override
    public double mean() {
        double mean =
                levels[0] * (quantiles[0] - lowerScale()) + (1 - levels[last()]) * (quantiles[last()] + upperScale());
        for (int i = 0; i < last(); i++) {
            mean += (levels[i + 1] - levels[i]) * 0.5 * (quantiles[i] + quantiles[i + 1]);
        }
        return mean;
    }

    @Override
    public double variance() {
        double mean = mean();
        double lower = quantiles[0] - mean;
        double upper = quantiles[last()] - mean;
        double variance = levels[0] * (lower * lower - 2 * lower * lowerScale() + 2 * lowerScale() * lowerScale())
                + (1 - levels[last()]) * (upper * upper + 2 * upper * upperScale() + 2 * upperScale() * upperScale());
        for (int i = 0; i < last(); i++) {
            double a = quantiles[i] - mean;
            double b = quantiles[i + 1] - mean;
            variance += (levels[i + 1] - levels[i]) * (a * a + a * b + b * b) / 3;
        }
        return variance;
    }

    @Override
    public double logDensity(double y) {
        if (y < quantiles[0]) {
            return Math.log(density(0)) + (y - quantiles[0]) / lowerScale();
        }
        if (y > quantiles[last()]) {
            return Math.log(density(last() - 1)) - (y - quantiles[last()]) / upperScale();
        }
        return Math.log(density(segment(quantiles, y)));
    }

    @Override
    public double cdf(double y) {
        if (y < quantiles[0]) {
            return levels[0] * Math.exp((y - quantiles[0]) / lowerScale());
        }
        if (y > quantiles[last()]) {
            return 1 - (1 - levels[last()]) * Math.exp(-(y - quantiles[last()]) / upperScale());
        }
        int i = segment(quantiles, y);
        return levels[i] + density(i) * (y - quantiles[i]);
    }

    @Override
    public double quantile(double probability) {
        if (probability < levels[0]) {
            return quantiles[0] + lowerScale() * Math.log(probability / levels[0]);
        }
        if (probability > levels[last()]) {
            return quantiles[last()] - upperScale() * Math.log((1 - probability) / (1 - levels[last()]));
        }
        int i = segment(levels, probability);
        return quantiles[i] + (probability - levels[i]) / density(i);
    }

    /** Returns the segment of ascending values that contains a value. */
    private int segment(double[] ascending, double value) {
        int i = 0;
        while (i < last() - 1 && value > ascending[i + 1]) {
            i++;
        }
        return i;
    }

    @Override
    public StretchableDistribution stretched(double centre, double factor) {
        double[] moved = new double[quantiles.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = centre + factor * (quantiles[i] - centre);
        }
        return new QuantileLine(levels, moved);
    }
}
