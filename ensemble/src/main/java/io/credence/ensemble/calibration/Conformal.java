package io.credence.ensemble.calibration;

import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.GaussianMixture;
import io.credence.kernels.InvalidSettingException;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * Conformal prediction (Vovk et al. 2005; Lei et al. 2018): a region of labels for every row, made from held-out rows that the members
 * which predict them were not trained on. A new row's label is in its region with at least the guaranteed probability whatever the
 * model, provided that the new row and the held-out rows are exchangeable. The promise is about rows on average, not about
 * every kind of row. A variance scale fitted on the same held-out rows does not touch it: intervals measured in standard deviations are
 * the same before and after. A map of the logits would, and so would the choice of members' epochs: both are made on other rows ({@link
 * io.credence.ensemble.evaluation.HeldOutRows}).
 *
 * <p>There are two kinds. Split conformal prediction has rows set aside for it; its guarantee is the coverage that was asked for. CV+ has
 * folds: every training row is held out from the members of its own fold, and a new row is compared with the rows of each fold as the
 * members of that fold predict it (Barber et al. 2021). For a coverage of 1 - alpha it guarantees about 1 - 2 alpha; in practice it covers
 * about 1 - alpha, and the guarantee is that for folds of equal size.
 */
public sealed interface Conformal extends Serializable {
    /** The probability that was asked for, strictly between 0 and 1. */
    double coverage();

    /** The probability that holds for every model and every distribution of exchangeable rows. */
    default double guarantee() {
        return coverage();
    }

    /** How many folds the held-out rows were dealt to; 1 where they were set aside. */
    default int foldCount() {
        return 1;
    }

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

    /** An interval of labels for every row of a regression. */
    sealed interface Intervals extends Conformal {
        /**
         * The lower end of a row's interval, in the label's unit.
         *
         * @param mixture what all members predict
         * @param folds what the members of each fold predict; not read where there are none
         */
        double lower(GaussianMixture mixture, List<GaussianMixture> folds);

        /** The upper end of a row's interval. */
        double upper(GaussianMixture mixture, List<GaussianMixture> folds);
    }

    /** A set of labels for every row of a classification. The predicted class is always in it. */
    sealed interface LabelSets extends Conformal {
        /** How a class's lack of conformity is measured. */
        LabelScore score();

        /**
         * Whether a class is in a row's set.
         *
         * @param mixture what all members predict
         * @param folds what the members of each fold predict; not read where there are none
         */
        boolean contains(CategoricalMixture mixture, List<CategoricalMixture> folds, int label);

        /** The number of classes in a row's set. */
        default int size(CategoricalMixture mixture, List<CategoricalMixture> folds) {
            int size = 0;
            for (int k = 0; k < mixture.classes(); k++) {
                size += contains(mixture, folds, k) ? 1 : 0;
            }
            return size;
        }
    }

    /** Regions by CV+: of rows that were held out fold by fold. */
    sealed interface CrossValidated extends Conformal {
        /** The scores of each fold. */
        List<FoldScores> folds();

        @Override
        default double guarantee() {
            return CrossValidation.guarantee(coverage(), folds());
        }

        @Override
        default int foldCount() {
            return folds().size();
        }

        @Override
        default boolean isEverything() {
            return CrossValidation.isEverything(coverage(), folds());
        }
    }

    /**
     * Mean plus and minus a multiple of the predicted standard deviation.
     *
     * @param multiplier the multiple, at least 0; null: infinite, as where there were too few held-out rows for the promise
     */
    record Interval(double coverage, Double multiplier) implements Intervals {
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

        @Override
        public double lower(GaussianMixture mixture, List<GaussianMixture> folds) {
            return mixture.mean() - multiplier * Math.sqrt(mixture.total());
        }

        @Override
        public double upper(GaussianMixture mixture, List<GaussianMixture> folds) {
            return mixture.mean() + multiplier * Math.sqrt(mixture.total());
        }
    }

    /**
     * CV+: with a_i the mean and b_i the deviation that the members of row i's fold predict for the new row, and r_i the score of row i, from
     * the value of rank ceil((n + 1) coverage) from above of a_i - r_i b_i to that from below of a_i + r_i b_i. (Barber et al. 2021; with
     * scores in deviations as in Gupta, Kuchibhotla and Ramdas 2022.)
     *
     * @param folds the scores of each
     */
    record CrossInterval(double coverage, List<FoldScores> folds) implements Intervals, CrossValidated {
        /** @throws InvalidSettingException if the coverage is out of its range or there are fewer than two folds */
        public CrossInterval {
            requireCoverage(coverage);
            folds = List.copyOf(folds);
            requireFolds(folds);
        }

        @Override
        public double lower(GaussianMixture mixture, List<GaussianMixture> predictions) {
            return CrossValidation.end(folds, predictions, CrossValidation.rank(coverage, folds), -1);
        }

        @Override
        public double upper(GaussianMixture mixture, List<GaussianMixture> predictions) {
            return CrossValidation.end(folds, predictions, CrossValidation.rank(coverage, folds), 1);
        }
    }

    /**
     * All classes that conform as well as the held-out labels did.
     *
     * @param threshold the greatest score that is taken in; null: infinite, as where there were too few held-out rows for the promise
     */
    record LabelSet(double coverage, LabelScore score, Double threshold) implements LabelSets {
        /** @throws InvalidSettingException if the coverage is out of its range or there is no score */
        public LabelSet {
            requireCoverage(coverage);
            requireScore(score);
            threshold = Objects.requireNonNullElse(threshold, Double.POSITIVE_INFINITY);
        }

        @Override
        public boolean isEverything() {
            return threshold.isInfinite();
        }

        @Override
        public boolean contains(CategoricalMixture mixture, List<CategoricalMixture> folds, int label) {
            return label == mixture.prediction() || score.of(mixture, label) <= threshold;
        }
    }

    /**
     * CV+ for classes (Romano et al. 2020, theorem 3): a class is taken in unless as many held-out rows as ceil((n + 1) coverage) conform
     * better to the members of their fold than the class does.
     *
     * @param folds the scores of each
     */
    record CrossLabelSet(double coverage, LabelScore score, List<FoldScores> folds)
            implements LabelSets, CrossValidated {
        /** @throws InvalidSettingException if the coverage is out of its range, there is no score or there are fewer than two folds */
        public CrossLabelSet {
            requireCoverage(coverage);
            requireScore(score);
            folds = List.copyOf(folds);
            requireFolds(folds);
        }

        @Override
        public boolean contains(CategoricalMixture mixture, List<CategoricalMixture> predictions, int label) {
            if (label == mixture.prediction()) {
                return true;
            }
            long better = 0;
            for (int k = 0; k < folds.size(); k++) {
                better += folds.get(k).below(score.of(predictions.get(k), label));
            }
            return better < CrossValidation.rank(coverage, folds);
        }
    }

    private static void requireCoverage(double coverage) {
        if (!(coverage > 0 && coverage < 1)) {
            throw new InvalidSettingException("coverage", coverage, "strictly between 0 and 1");
        }
    }

    private static void requireScore(LabelScore score) {
        if (score == null) {
            throw new InvalidSettingException("score", null, "least-ambiguous or adaptive");
        }
    }

    private static void requireFolds(List<FoldScores> folds) {
        if (folds.size() < 2) {
            throw new InvalidSettingException("folds", folds.size() + " of them", "at least 2");
        }
    }
}
