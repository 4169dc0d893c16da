package io.credence.ensemble.predictive;

import java.util.Arrays;

/**
 * Sums of the probabilities of each class over components. Probabilities close to the smallest double are summed by
 * their logarithms, so that the logarithm of a sum stays finite even if the sum itself underflows.
 */
final class ProbabilitySums {
    /**
     * A log-probability limit, far above the underflow of exp. Probabilities below it are summed by their logarithms.
     */
    private static final double FAINT = -600;

    private final double[] sums;
    private final double[] faintLogSums;

    ProbabilitySums(int classes) {
        sums = new double[classes];
        faintLogSums = new double[classes];
    }

    void clear() {
        Arrays.fill(sums, 0);
        Arrays.fill(faintLogSums, Double.NEGATIVE_INFINITY);
    }

    void add(int label, double probability, double logProbability) {
        if (logProbability > FAINT) {
            sums[label] += probability;
        } else {
            faintLogSums[label] = logOfSum(faintLogSums[label], logProbability);
        }
    }

    /** Returns the sum for a class, without the probabilities that are too small to matter next to others. */
    double sum(int label) {
        return sums[label];
    }

    /** Returns the logarithm of the sum for a class; finite if any component was added. */
    double logSum(int label) {
        return logOfSum(Math.log(sums[label]), faintLogSums[label]);
    }

    private static double logOfSum(double log, double other) {
        return Math.max(log, other) + Math.log1p(Math.exp(-Math.abs(log - other)));
    }
}
