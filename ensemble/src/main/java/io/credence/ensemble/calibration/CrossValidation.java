package io.credence.ensemble.calibration;

import io.credence.ensemble.predictive.Prediction;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/** The arithmetic of CV+ (Barber et al. 2021): ranks among the scores of all folds. */
final class CrossValidation {
    /** After this many halvings, the ends of any bracket are neighbouring doubles. */
    private static final int MAX_HALVINGS = 100;

    private CrossValidation() {}

    static long rows(List<FoldScores> folds) {
        return folds.stream().mapToLong(FoldScores::size).sum();
    }

    /** Returns the rank, among the scores of all folds, of the score that bounds a region. */
    static long rank(double coverage, List<FoldScores> folds) {
        return ConformalRank.rank(rows(folds), coverage);
    }

    /** Returns whether there are too few rows for a score of that rank, so that regions must contain all labels. */
    static boolean isEverything(double coverage, List<FoldScores> folds) {
        return rank(coverage, folds) > rows(folds);
    }

    /**
     * Returns the guaranteed coverage of regions from n rows in K equal folds, for any model: 1 - 2 alpha - min(2 (1 -
     * 1/K) / (n/K + 1), (1 - K/n) / (K + 1)). This is theorem 4 of Barber et al. (2021) and, for classes, theorem 3 of
     * Romano et al. (2020).
     */
    static double guarantee(double coverage, List<FoldScores> folds) {
        double n = rows(folds);
        double k = folds.size();
        double excess = Math.min(2 * (1 - 1 / k) / (n / k + 1), (1 - k / n) / (k + 1));
        return n == 0 ? 0 : Math.max(0, 1 - 2 * (1 - coverage) - excess);
    }

    /**
     * Returns the value of a given rank among location + sign * score * scale over all held-out rows, ordered by sign *
     * value. Location and scale are those of the prediction for the new row by the members of the held-out row's fold.
     *
     * @param predictions one prediction for each fold
     * @param location the place in a prediction from which scores are measured
     * @param scale the unit of the scores, above 0
     * @param sign 1 or -1
     * @param coverage determines the rank
     */
    static double end(
            List<FoldScores> folds,
            List<? extends Prediction> predictions,
            ToDoubleFunction<Prediction> location,
            ToDoubleFunction<Prediction> scale,
            int sign,
            double coverage) {
        long rank = rank(coverage, folds);
        if (rank > rows(folds)) {
            return sign * Double.POSITIVE_INFINITY;
        }
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < folds.size(); k++) {
            if (folds.get(k).size() > 0) {
                double mean = sign * location.applyAsDouble(predictions.get(k));
                double deviation = scale.applyAsDouble(predictions.get(k));
                low = Math.min(low, mean + deviation * folds.get(k).smallest());
                high = Math.max(high, mean + deviation * folds.get(k).largest());
            }
        }
        // The margin ensures that a value that rounds to the largest one counts as inside.
        double margin = 1e-12 * (Math.abs(high) + Math.abs(low));
        return sign
                * smallestWith(
                        y -> rowsWithin(folds, predictions, location, scale, sign, y),
                        rank,
                        low - margin,
                        high + margin);
    }

    private static long rowsWithin(
            List<FoldScores> folds,
            List<? extends Prediction> predictions,
            ToDoubleFunction<Prediction> location,
            ToDoubleFunction<Prediction> scale,
            int sign,
            double value) {
        long rows = 0;
        for (int k = 0; k < folds.size(); k++) {
            Prediction prediction = predictions.get(k);
            rows += folds.get(k)
                    .atMost((value - sign * location.applyAsDouble(prediction)) / scale.applyAsDouble(prediction));
        }
        return rows;
    }

    private static double smallestWith(DoubleUnaryOperator rows, long rank, double lowest, double highest) {
        double low = lowest;
        double high = highest;
        for (int i = 0; i < MAX_HALVINGS; i++) {
            double middle = low + 0.5 * (high - low);
            if (middle <= low || middle >= high) {
                break;
            }
            if (rows.applyAsDouble(middle) >= rank) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }
}
