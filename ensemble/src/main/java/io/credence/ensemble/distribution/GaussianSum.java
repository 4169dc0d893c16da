package io.credence.ensemble.distribution;

import io.credence.ensemble.predictive.StandardNormal;

/**
 * A weighted mixture of Gaussians.
 *
 * @param weights each at least 0, with sum 1
 * @param means one for each weight
 * @param deviations the standard deviations, each above 0
 */
@SuppressWarnings("ArrayRecordComponent") // read only by this class; lists would box every number of every row
public record GaussianSum(double[] weights, double[] means, double[] deviations) implements PairedDistribution {
    @Override
    public double mean() {
        double mean = 0;
        for (int k = 0; k < weights.length; k++) {
            mean += weights[k] * means[k];
        }
        return mean;
    }

    @Override
    public double variance() {
        double mean = mean();
        double variance = 0;
        for (int k = 0; k < weights.length; k++) {
            variance += weights[k] * (deviations[k] * deviations[k] + (means[k] - mean) * (means[k] - mean));
        }
        return variance;
    }

    @Override
    public double logDensity(double y) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < weights.length; k++) {
            largest = Math.max(largest, logTerm(k, y));
        }
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            sum += Math.exp(logTerm(k, y) - largest);
        }
        return largest + Math.log(sum);
    }

    private double logTerm(int k, double y) {
        return Math.log(weights[k] / deviations[k]) + StandardNormal.logDensity((y - means[k]) / deviations[k]);
    }

    @Override
    public double cdf(double y) {
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            sum += weights[k] * StandardNormal.cdf((y - means[k]) / deviations[k]);
        }
        return sum;
    }

    @Override
    public double quantile(double probability) {
        double z = StandardNormal.quantile(probability);
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < weights.length; k++) {
            low = Math.min(low, means[k] + z * deviations[k]);
            high = Math.max(high, means[k] + z * deviations[k]);
        }
        return Root.of(this::cdf, probability, low, high);
    }

    @Override
    public StretchableDistribution stretched(double centre, double factor) {
        double[] moved = new double[means.length];
        double[] scaled = new double[means.length];
        for (int k = 0; k < means.length; k++) {
            moved[k] = centre + factor * (means[k] - centre);
            scaled[k] = factor * deviations[k];
        }
        return new GaussianSum(weights, moved, scaled);
    }

    @Override
    public double distance(double y) {
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            sum += weights[k] * StandardNormal.expectedAbsolute(y - means[k], deviations[k] * deviations[k]);
        }
        return sum;
    }

    @Override
    public double distance(PairedDistribution other) {
        GaussianSum that = (GaussianSum) other;
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < that.weights.length; j++) {
                double variance = deviations[i] * deviations[i] + that.deviations[j] * that.deviations[j];
                sum += weights[i]
                        * that.weights[j]
                        * StandardNormal.expectedAbsolute(means[i] - that.means[j], variance);
            }
        }
        return sum;
    }
}
