package io.credence.ensemble.metric;

import io.credence.ensemble.exact.ExactSum;
import io.credence.ensemble.predictive.StandardNormal;
import java.util.Arrays;

/**
 * Probabilities in equal-width bins, each with how often what they were given for came true (Guo et al. 2017). Bin b holds
 * the probabilities in (b / B, (b + 1) / B], the first one 0 too. Sums of
 * confidences are exact, so merging loses nothing and its order does not matter.
 */
final class ReliabilityBins {
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

    /** The sum over the bins of n_b / n |share of hits - mean confidence|. */
    double expectedError() {
        double sum = 0;
        for (int b = 0; b < BINS; b++) {
            sum += Math.abs(hits[b] - confidences[b].value());
        }
        return sum / rows();
    }

    /** The greatest |share of hits - mean confidence| of a bin that is not empty. */
    double maximumError() {
        double most = 0;
        for (int b = 0; b < BINS; b++) {
            most = counts[b] == 0 ? most : Math.max(most, Math.abs(hits[b] - confidences[b].value()) / counts[b]);
        }
        return most;
    }

    /**
     * The expected error with a 95 % interval. Seen again on as many rows, a bin's gap would be normal about its true value, with a
     * binomial's variance (add-one smoothed, so that a bin of one row is not thought sure). Absolute values of noisy gaps
     * are too great on average, most where the true gap is 0. The lower end takes off that greatest excess, so that it is 0 where chance
     * explains the gaps; the upper end only the excess at the gaps as they are.
     */
    Interval expectedErrorInterval() {
        double rows = rows();
        double value = expectedError();
        double excess = 0;
        double greatestExcess = 0;
        double variance = 0;
        for (int b = 0; b < BINS; b++) {
            if (counts[b] > 0) {
                double share = (hits[b] + 1.0) / (counts[b] + 2.0);
                double gap = Math.abs(hits[b] - confidences[b].value()) / counts[b];
                double weight = counts[b] / rows;
                double gapVariance = share * (1 - share) / counts[b];
                double absolute = StandardNormal.expectedAbsolute(gap, gapVariance);
                excess += weight * (absolute - gap);
                greatestExcess += weight * StandardNormal.expectedAbsolute(0, gapVariance);
                variance += weight * weight * Math.max(0, gap * gap + gapVariance - absolute * absolute);
            }
        }
        double margin = Interval.Z95 * Math.sqrt(variance);
        return new Interval(
                value,
                Math.max(0, value - greatestExcess - margin),
                Math.min(1, Math.max(value, value - excess + margin)));
    }

    /** The expected error that chance alone would give on these rows if every probability were right. */
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

    /** Murphy's reliability term: the sum over the bins of n_b / n (share of hits - mean confidence)^2. */
    double squaredError() {
        double sum = 0;
        for (int b = 0; b < BINS; b++) {
            double gap = hits[b] - confidences[b].value();
            sum += counts[b] == 0 ? 0 : gap * gap / counts[b];
        }
        return sum / rows();
    }

    /** The share of hits over all bins. */
    double share() {
        long sum = 0;
        for (long hit : hits) {
            sum += hit;
        }
        return sum / (double) rows();
    }

    /** The share of hits by bin. */
    Curve hitCurve() {
        double[] share = new double[BINS];
        for (int b = 0; b < BINS; b++) {
            share[b] = hits[b] / (double) counts[b];
        }
        return new Curve(centres(), share, counts.clone());
    }

    /** The mean confidence by bin. */
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
