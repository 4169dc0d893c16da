package io.credence.ensemble.metric;

import io.credence.ensemble.exact.ExactSum;
import io.credence.ensemble.predictive.StandardNormal;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Predicted probabilities in bins of equal width, each with the fraction of hits: predictions that came true (Guo et
 * al. 2017). Bin b covers the probabilities in (b / B, (b + 1) / B]; the first bin also covers 0. Sums of confidences
 * are exact, so the order of merging does not matter.
 */
final class ReliabilityBins implements Serializable {
    private static final long serialVersionUID = 1L;

    static final int BINS = 15;

    private final long[] counts = new long[BINS];
    private final long[] hits = new long[BINS];
    private final ExactSum[] confidences = new ExactSum[BINS];

    ReliabilityBins() {
        Arrays.setAll(confidences, bin -> new ExactSum());
    }

    void add(double probability, boolean hit) {
        int bin = Math.max(0, Math.min(BINS, (int) Math.ceil(probability * BINS)) - 1);
        counts[bin]++;
        hits[bin] += hit ? 1 : 0;
        confidences[bin].add(probability);
    }

    void merge(ReliabilityBins other) {
        for (int b = 0; b < BINS; b++) {
            counts[b] += other.counts[b];
            hits[b] += other.hits[b];
            confidences[b].add(other.confidences[b]);
        }
    }

    long rows() {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    /** Returns the sum over the bins of n_b / n |fraction of hits - mean confidence|. */
    double expectedError() {
        double sum = 0;
        for (int b = 0; b < BINS; b++) {
            sum += Math.abs(hits[b] - confidences[b].value());
        }
        return sum / rows();
    }

    /** Returns the largest |fraction of hits - mean confidence| over the bins that are not empty. */
    double maximumError() {
        double maximum = 0;
        for (int b = 0; b < BINS; b++) {
            if (counts[b] > 0) {
                maximum = Math.max(maximum, Math.abs(hits[b] - confidences[b].value()) / counts[b]);
            }
        }
        return maximum;
    }

    /**
     * Returns the expected error with a 95 % interval. Over repeated samples a bin's gap is modelled as normal about
     * its true value, with binomial variance (add-one smoothed, so that a bin with one row is not treated as certain).
     * The absolute value of a noisy gap is too large on average, especially if the true gap is 0. The lower end
     * subtracts that largest excess, so it is 0 if chance explains the gaps. The upper end subtracts only the excess
     * at the observed gaps.
     */
    ConfidenceInterval expectedErrorInterval() {
        double rows = rows();
        double value = expectedError();
        double excess = 0;
        double maximumExcess = 0;
        double variance = 0;
        for (int b = 0; b < BINS; b++) {
            if (counts[b] > 0) {
                double smoothed = (hits[b] + 1.0) / (counts[b] + 2.0);
                double gap = Math.abs(hits[b] - confidences[b].value()) / counts[b];
                double weight = counts[b] / rows;
                double gapVariance = smoothed * (1 - smoothed) / counts[b];
                double absolute = StandardNormal.expectedAbsolute(gap, gapVariance);
                excess += weight * (absolute - gap);
                maximumExcess += weight * StandardNormal.expectedAbsolute(0, gapVariance);
                variance += weight * weight * Math.max(0, gap * gap + gapVariance - absolute * absolute);
            }
        }
        double margin = ConfidenceInterval.Z95 * Math.sqrt(variance);
        return new ConfidenceInterval(
                value,
                Math.max(0, value - maximumExcess - margin),
                Math.min(1, Math.max(value, value - excess + margin)));
    }

    /** Returns the expected error that a perfectly calibrated model would show on these rows by chance. */
    double expectedErrorOfCalibrated() {
        double sum = 0;
        for (int b = 0; b < BINS; b++) {
            if (counts[b] > 0) {
                double confidence = Math.min(1, confidences[b].value() / counts[b]);
                double variance = confidence * (1 - confidence) * counts[b];
                sum += variance > 0 ? StandardNormal.expectedAbsolute(0, variance) : 0;
            }
        }
        return sum / rows();
    }

    /** Returns Murphy's reliability term: the sum over the bins of n_b / n (fraction of hits - mean confidence)^2. */
    double squaredError() {
        double sum = 0;
        for (int b = 0; b < BINS; b++) {
            double gap = hits[b] - confidences[b].value();
            sum += counts[b] == 0 ? 0 : gap * gap / counts[b];
        }
        return sum / rows();
    }

    /** Returns the fraction of hits over all bins. */
    double hitFraction() {
        long sum = 0;
        for (long hit : hits) {
            sum += hit;
        }
        return sum / (double) rows();
    }

    /** Returns the fraction of hits in each bin. */
    Curve hitCurve() {
        double[] fraction = new double[BINS];
        for (int b = 0; b < BINS; b++) {
            fraction[b] = hits[b] / (double) counts[b];
        }
        return new Curve(centres(), fraction, counts.clone());
    }

    /** Returns the mean confidence in each bin. */
    Curve confidenceCurve() {
        double[] mean = new double[BINS];
        for (int b = 0; b < BINS; b++) {
            mean[b] = confidences[b].value() / counts[b];
        }
        return new Curve(centres(), mean, counts.clone());
    }

    private static double[] centres() {
        double[] x = new double[BINS];
        for (int b = 0; b < BINS; b++) {
            x[b] = (b + 0.5) / BINS;
        }
        return x;
    }
}
