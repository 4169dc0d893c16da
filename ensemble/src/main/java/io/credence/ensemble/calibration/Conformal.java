package io.credence.ensemble.calibration;

import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.NumericPrediction;
import io.credence.ensemble.predictive.Prediction;
import io.credence.kernels.InvalidSettingException;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * Conformal prediction (Vovk et al. 2005; Lei et al. 2018): a region of labels for every row, derived from held-out
 * rows on which the predicting members were not trained. The region contains the label of a new row with at least the
 * guaranteed probability, however wrong the model is, if the new row and the held-out rows are exchangeable. The
 * guarantee holds for rows on average, not for every kind of row.
 *
 * <p>A variance scale fitted on the same held-out rows does not affect the guarantee: intervals measured in standard
 * deviations are the same before and after. A map of the logits would affect it, and so would the choice of the
 * members' epochs. Both are therefore based on other rows ({@link io.credence.ensemble.evaluation.HeldOutRows}).
 *
 * <p>There are two kinds. Split conformal prediction sets some rows aside and guarantees the requested coverage. CV+
 * uses folds: every training row is held out from the members of its own fold, and a new row is compared with the rows
 * of each fold through the predictions of that fold's members (Barber et al. 2021). For a coverage of 1 - alpha, CV+
 * with folds of equal size guarantees about 1 - 2 alpha; in practice it covers about 1 - alpha.
 */
public sealed interface Conformal extends Serializable {
    /** Returns the requested probability, strictly between 0 and 1. */
    double coverage();

    /** Returns the probability that is guaranteed for every model and every distribution of exchangeable rows. */
    default double guarantee() {
        return coverage();
    }

    /** Returns the number of folds of the held-out rows; 1 if the rows were set aside. */
    default int foldCount() {
        return 1;
    }

    /**
     * Returns whether every region contains all labels, because there were too few held-out rows for the guarantee.
     */
    boolean isEverything();

    /**
     * Returns whether a row's region contains a label.
     *
     * @param prediction the prediction of all members
     * @param folds the predictions of each fold's members; ignored unless folds are used
     * @param label a value in the label's unit, or the index of a class
     */
    boolean contains(Prediction prediction, List<? extends Prediction> folds, double label);

    /** Returns the size of a row's region: a width in the label's unit, or a number of classes. */
    double size(Prediction prediction, List<? extends Prediction> folds);

    /**
     * Returns the smallest number of held-out rows that can guarantee a coverage without including all labels: the
     * smallest n for which ceil((n + 1) coverage) is at most n.
     *
     * @param coverage strictly between 0 and 1
     */
    static long minRows(double coverage) {
        return ConformalRank.minRows(coverage);
    }

    /** An interval of labels for every row of a regression. */
    sealed interface Intervals extends Conformal {
        /**
         * Returns the lower end of a row's interval, in the label's unit.
         *
         * @param mixture the prediction of all members
         * @param folds the predictions of each fold's members; ignored unless folds are used
         */
        double lower(NumericPrediction mixture, List<? extends Prediction> folds);

        /** Returns the upper end of a row's interval. */
        double upper(NumericPrediction mixture, List<? extends Prediction> folds);

        /** Returns the least label that an interval with this lower end contains, for a label of limited support. */
        private static double lowest(NumericPrediction mixture, double end) {
            return Math.max(mixture.lowest(), mixture.isCount() ? Math.ceil(end) : end);
        }

        /** Returns the greatest label that an interval with this upper end contains. */
        private static double highest(NumericPrediction mixture, double end) {
            return mixture.isCount() ? Math.floor(end) : end;
        }

        @Override
        default boolean contains(Prediction prediction, List<? extends Prediction> folds, double label) {
            NumericPrediction mixture = (NumericPrediction) prediction;
            return lower(mixture, folds) <= label && label <= upper(mixture, folds);
        }

        @Override
        default double size(Prediction prediction, List<? extends Prediction> folds) {
            NumericPrediction mixture = (NumericPrediction) prediction;
            return upper(mixture, folds) - lower(mixture, folds);
        }
    }

    /** A set of labels for every row of a classification. It always contains the predicted class. */
    sealed interface LabelSets extends Conformal {
        /** Returns the measure of a class's nonconformity. */
        LabelScore score();

        /**
         * Returns whether a row's set contains a class.
         *
         * @param mixture the prediction of all members
         * @param folds the predictions of each fold's members; ignored unless folds are used
         */
        boolean contains(CategoricalMixture mixture, List<? extends Prediction> folds, int label);

        @Override
        default boolean contains(Prediction prediction, List<? extends Prediction> folds, double label) {
            return contains((CategoricalMixture) prediction, folds, (int) label);
        }

        @Override
        default double size(Prediction prediction, List<? extends Prediction> folds) {
            CategoricalMixture mixture = (CategoricalMixture) prediction;
            int size = 0;
            for (int k = 0; k < mixture.classes(); k++) {
                size += contains(mixture, folds, k) ? 1 : 0;
            }
            return size;
        }
    }

    /** Regions by CV+, from rows that were held out fold by fold. */
    sealed interface CrossValidated extends Conformal {
        /** Returns the scores of each fold. */
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
     * The mean plus or minus a multiple of the predicted standard deviation.
     *
     * @param multiplier the multiple, at least 0; null: infinite, because there were too few held-out rows for the
     *     guarantee
     */
    record Interval(double coverage, Double multiplier) implements Intervals {
        /** @throws InvalidSettingException if a number is out of range */
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
        public double lower(NumericPrediction mixture, List<? extends Prediction> folds) {
            return Intervals.lowest(mixture, mixture.mean() - multiplier * Math.sqrt(mixture.total()));
        }

        @Override
        public double upper(NumericPrediction mixture, List<? extends Prediction> folds) {
            return Intervals.highest(mixture, mixture.mean() + multiplier * Math.sqrt(mixture.total()));
        }
    }

    /**
     * An interval by CV+ (Barber et al. 2021; with scores in standard deviations as in Gupta, Kuchibhotla and Ramdas
     * 2022). Let a_i and b_i be the mean and the standard deviation that the members of row i's fold predict for the
     * new row, r_i the score of row i, and k = ceil((n + 1) coverage). The interval extends from the k-th largest a_i
     * - r_i b_i to the k-th smallest a_i + r_i b_i.
     *
     * @param folds the scores of each fold
     */
    record CrossInterval(double coverage, List<FoldScores> folds) implements Intervals, CrossValidated {
        /** @throws InvalidSettingException if the coverage is out of range or there are fewer than two folds */
        public CrossInterval {
            requireCoverage(coverage);
            folds = List.copyOf(folds);
            requireFolds(folds);
        }

        @Override
        public double lower(NumericPrediction mixture, List<? extends Prediction> predictions) {
            return Intervals.lowest(mixture, end(predictions, -1));
        }

        @Override
        public double upper(NumericPrediction mixture, List<? extends Prediction> predictions) {
            return Intervals.highest(mixture, end(predictions, 1));
        }

        private double end(List<? extends Prediction> predictions, int sign) {
            return CrossValidation.end(
                    folds, predictions, Prediction::point, prediction -> Math.sqrt(prediction.total()), sign, coverage);
        }
    }

    /**
     * The predicted central interval, widened by a margin on both sides (conformalised quantile regression, Romano et
     * al. 2019). Its width follows the shape of the prediction, and a negative margin narrows it, to a point at most.
     *
     * @param margin the margin, in the label's unit; null: infinite, because there were too few held-out rows for the
     *     guarantee
     */
    record QuantileInterval(double coverage, Double margin) implements Intervals {
        /** @throws InvalidSettingException if the coverage is out of range */
        public QuantileInterval {
            requireCoverage(coverage);
            margin = Objects.requireNonNullElse(margin, Double.POSITIVE_INFINITY);
        }

        @Override
        public boolean isEverything() {
            return margin.isInfinite();
        }

        @Override
        public double lower(NumericPrediction mixture, List<? extends Prediction> folds) {
            PredictedInterval interval = new PredictedInterval(coverage);
            double lower = interval.lower(mixture);
            return Intervals.lowest(mixture, Math.min(lower - margin, 0.5 * (lower + interval.upper(mixture))));
        }

        @Override
        public double upper(NumericPrediction mixture, List<? extends Prediction> folds) {
            PredictedInterval interval = new PredictedInterval(coverage);
            double upper = interval.upper(mixture);
            return Intervals.highest(mixture, Math.max(upper + margin, 0.5 * (upper + interval.lower(mixture))));
        }
    }

    /**
     * A predicted interval with margins by CV+: from the k-th largest a_i - r_i to the k-th smallest b_i + r_i, where
     * a_i and b_i are the ends that the members of row i's fold predict for the new row, r_i is the score of row i, and
     * k = ceil((n + 1) coverage).
     *
     * @param folds the scores of each fold
     */
    record CrossQuantileInterval(double coverage, List<FoldScores> folds) implements Intervals, CrossValidated {
        /** @throws InvalidSettingException if the coverage is out of range or there are fewer than two folds */
        public CrossQuantileInterval {
            requireCoverage(coverage);
            folds = List.copyOf(folds);
            requireFolds(folds);
        }

        @Override
        public double lower(NumericPrediction mixture, List<? extends Prediction> predictions) {
            PredictedInterval interval = new PredictedInterval(coverage);
            return Intervals.lowest(mixture, end(predictions, interval::lower, -1));
        }

        @Override
        public double upper(NumericPrediction mixture, List<? extends Prediction> predictions) {
            PredictedInterval interval = new PredictedInterval(coverage);
            return Intervals.highest(mixture, end(predictions, interval::upper, 1));
        }

        private double end(
                List<? extends Prediction> predictions, ToDoubleFunction<NumericPrediction> location, int sign) {
            return CrossValidation.end(
                    folds,
                    predictions,
                    prediction -> location.applyAsDouble((NumericPrediction) prediction),
                    prediction -> 1,
                    sign,
                    coverage);
        }
    }

    /**
     * The set of classes that conform as well as the held-out labels.
     *
     * @param threshold the largest score of a class in the set; null: infinite, because there were too few held-out
     *     rows for the guarantee
     */
    record LabelSet(double coverage, LabelScore score, Double threshold) implements LabelSets {
        /** @throws InvalidSettingException if the coverage is out of range or there is no score */
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
        public boolean contains(CategoricalMixture mixture, List<? extends Prediction> folds, int label) {
            return label == mixture.prediction() || score.of(mixture, label) <= threshold;
        }
    }

    /**
     * A set by CV+ (Romano et al. 2020, theorem 3). It contains a class unless at least ceil((n + 1) coverage)
     * held-out rows conform better to the members of their fold than the class does.
     *
     * @param folds the scores of each fold
     */
    record CrossLabelSet(double coverage, LabelScore score, List<FoldScores> folds)
            implements LabelSets, CrossValidated {
        /**
         * @throws InvalidSettingException if the coverage is out of range, there is no score, or there are fewer than
         *     two folds
         */
        public CrossLabelSet {
            requireCoverage(coverage);
            requireScore(score);
            folds = List.copyOf(folds);
            requireFolds(folds);
        }

        @Override
        public boolean contains(CategoricalMixture mixture, List<? extends Prediction> predictions, int label) {
            if (label == mixture.prediction()) {
                return true;
            }
            long better = 0;
            for (int k = 0; k < folds.size(); k++) {
                better += folds.get(k).below(score.of((CategoricalMixture) predictions.get(k), label));
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
            throw new InvalidSettingException("folds", folds.size() + " folds", "at least 2");
        }
    }
}
