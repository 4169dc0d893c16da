package io.credence.ensemble.calibration;

import io.credence.ensemble.predictive.GaussianMixture;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** The arithmetic of CV+ (Barber et al. 2021): ranks of what all folds say together. */
final class CrossValidation {
    /** Halving a bracket of doubles as often leaves neighbours. */
    private static final int MOST_HALVINGS = 100;

    private CrossValidation() {}

    static long rows(List<FoldScores> folds) {
        return folds.stream().mapToLong(FoldScores::size).sum();
    }

    /** The rank, among the scores of all folds together, of the one that decides. */
    static long rank(double coverage, List<FoldScores> folds) {
        return ConformalRank.rank(rows(folds), coverage);
    }

    /** Whether there are too few rows for a score of that rank, so that nothing can be left out. */
    static boolean isEverything(double coverage, List<FoldScores> folds) {
        return rank(coverage, folds) > rows(folds);
    }

    /**
     * The probability that regions of n rows in K equal folds hold a new label with at least, whatever the model: 1 - 2 alpha - min(2 (1 - 1/K) /
     * (n/K + 1), (1 - K/n) / (K + 1)), theorem 4 of Barber et al. (2021) and theorem 3 of Romano et al. (2020) for classes.
     */
    static double guarantee(double coverage, List<FoldScores> folds) {
        double n = rows(folds);
        double k = folds.size();
        double excess = Math.min(2 * (1 - 1 / k) / (n / k + 1), (1 - k / n) / (k + 1));
        return n == 0 ? 0 : Math.max(0, 1 - 2 * (1 - coverage) - excess);
    }

    /**
     * The value of a rank among mean + sign * score * deviation over all held-out rows, each with the mean and the deviation that its fold's
     * members predict for the new row; by rising sign * value.
     *
     * @param predictions one a fold
     * @param sign 1 or -1
     */
    static double end(List<FoldScores> folds, List<GaussianMixture> predictions, long rank, int sign) {
        if (rank > rows(folds)) {
            return sign * Double.POSITIVE_INFINITY;
        }
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < folds.size(); k++) {
            if (folds.get(k).size() > 0) {
                double mean = sign * predictions.get(k).mean();
                double deviation = Math.sqrt(predictions.get(k).total());
                low = Math.min(low, mean + deviation * folds.get(k).least());
                high = Math.max(high, mean + deviation * folds.get(k).greatest());
            }
        }
        // A hair of room: what rounds to the greatest value must count as within it.
        double room = 1e-12 * (Math.abs(high) + Math.abs(low));
        return sign * leastWith(y -> rowsWithin(folds, predictions, sign, y), rank, low - room, high + room);
    }

    private static long rowsWithin(List<FoldScores> folds, List<GaussianMixture> predictions, int sign, double value) {
        long rows = 0;
        for (int k = 0; k < folds.size(); k++) {
            GaussianMixture prediction = predictions.get(k);
            rows += folds.get(k).atMost((value - sign * prediction.mean()) / Math.sqrt(prediction.total()));
        }
        return rows;
    }

    private static double leastWith(DoubleUnaryOperator rows, long rank, double lowest, double highest) {
        double low = lowest;
        double high = highest;
        for (int i = 0; i < MOST_HALVINGS; i++) {
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
