package io.credence.ensemble.calibration;

import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.GaussianMixture;

/**
 * Split conformal prediction (Vovk et al. 2005; Lei et al. 2018): a region of labels for every row, made from held-out rows that
 * the model was not trained on. A new row's label is in its region with at least the promised probability whatever the
 * model, provided that the new row and the held-out rows are exchangeable. The promise is about rows on average, not about
 * every kind of row. Where the same held-out rows also fitted a temperature or a variance scale it is exact only in the limit of many
 * rows; one factor fitted on n rows moves the coverage by the order of 1 / n.
 */
public sealed interface Conformal {
    /** The promised probability, in (0, 1). */
    double coverage();

    /**
     * Mean plus and minus a multiple of the predicted standard deviation.
     *
     * @param multiplier the multiple; infinite where there were too few held-out rows for the promise
     */
    record Interval(double coverage, double multiplier) implements Conformal {
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
     * @param threshold the greatest score that is taken in; infinite where there were too few held-out rows for the promise
     */
    record LabelSet(double coverage, LabelScore score, double threshold) implements Conformal {
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
}
