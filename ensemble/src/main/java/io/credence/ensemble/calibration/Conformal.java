package io.credence.ensemble.calibration;

import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.GaussianMixture;
import io.credence.kernels.InvalidSettingException;
import java.io.Serializable;
import java.util.Objects;

/**
 * Split conformal prediction (Vovk et al. 2005; Lei et al. 2018): a region of labels for every row, made from held-out rows that
 * the model was not trained on. A new row's label is in its region with at least the promised probability whatever the
 * model, provided that the new row and the held-out rows are exchangeable. The promise is about rows on average, not about
 * every kind of row. A variance scale fitted on the same held-out rows does not touch it: intervals measured in standard deviations are
 * the same before and after. Where those rows also fitted a temperature, or chose the members' best epochs, it is exact only in the
 * limit of many rows; one factor fitted on n rows moves the coverage by the order of 1 / n.
 */
public sealed interface Conformal extends Serializable {
    /** The promised probability, strictly between 0 and 1. */
    double coverage();

    /** Whether every row's region holds all labels, because there were too few held-out rows for the promise. */
    boolean isEverything();

    /**
     * The least number of held-out rows from which a coverage can be promised with less than all labels: the n at which ceil((n + 1)
     * coverage) reaches n.
     *
     * @param coverage strictly between 0 and 1
     */
    static long leastRows(double coverage) {
        return ConformalRank.leastRows(coverage);
    }

    /**
     * Mean plus and minus a multiple of the predicted standard deviation.
     *
     * @param multiplier the multiple, at least 0; null: infinite, as where there were too few held-out rows for the promise
     */
    record Interval(double coverage, Double multiplier) implements Conformal {
        /** @throws InvalidSettingException if a number is out of its range */
        public Interval {
            requireCoverage(coverage);
            multiplier = Objects.requireNonNullElse(multiplier, Double.POSITIVE_INFINITY);
            if (!(multiplier >= 0)) {
                throw new InvalidSettingException("multiplier", multiplier, "at least 0");
            }
        }

        @Override
        public boolean isEverything() {
            return multiplier.isInfinite();
        }

        /** The lower end of a row's interval, in the label's unit. */
        public double lower(GaussianMixture mixture) {
            return mixture.mean() - multiplier * Math.sqrt(mixture.total());
        }

        /** The upper end of a row's interval, in the label's unit. */
        public double upper(GaussianMixture mixture) {
            return mixture.mean() + multiplier * Math.sqrt(mixture.total());
        }

        /** Whether a label is in a row's interval. */
        public boolean contains(GaussianMixture mixture, double label) {
            return ResidualScores.score(mixture, label) <= multiplier;
        }
    }

    /**
     * All classes that conform as well as the held-out labels did. The predicted class is always one of them.
     *
     * @param score how a class's lack of conformity is measured
     * @param threshold the greatest score that is taken in; null: infinite, as where there were too few held-out rows for the promise
     */
    record LabelSet(double coverage, LabelScore score, Double threshold) implements Conformal {
        /** @throws InvalidSettingException if the coverage is out of its range or there is no score */
        public LabelSet {
            requireCoverage(coverage);
            if (score == null) {
                throw new InvalidSettingException("score", null, "least-ambiguous or adaptive");
            }
            threshold = Objects.requireNonNullElse(threshold, Double.POSITIVE_INFINITY);
        }

        @Override
        public boolean isEverything() {
            return threshold.isInfinite();
        }

        /** Whether a class is in a row's set. */
        public boolean contains(CategoricalMixture mixture, int label) {
            return label == mixture.prediction() || score.of(mixture, label) <= threshold;
        }

        /** The number of classes in a row's set. */
        public int size(CategoricalMixture mixture) {
            int size = 0;
            for (int k = 0; k < mixture.classes(); k++) {
                size += contains(mixture, k) ? 1 : 0;
            }
            return size;
        }
    }

    private static void requireCoverage(double coverage) {
        if (!(coverage > 0 && coverage < 1)) {
            throw new InvalidSettingException("coverage", coverage, "strictly between 0 and 1");
        }
    }
}
