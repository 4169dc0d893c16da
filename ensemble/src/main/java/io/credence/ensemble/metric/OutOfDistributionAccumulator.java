package io.credence.ensemble.metric;

import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.GaussianMixture;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every uncertainty score of rows from inside and from outside the training distribution, counted row by row and merged piece by
 * piece. No score wins everywhere, so all are kept side by side, for regression too. The outcome does not depend on the order of
 * adding and merging.
 */
public final class OutOfDistributionAccumulator {
    private static final int ROC_POINTS = 100;

    private final ScoreHistogram total = new ScoreHistogram();
    private final ScoreHistogram aleatoric = new ScoreHistogram();
    private final ScoreHistogram epistemic = new ScoreHistogram();

    /** Stays empty for regression. */
    private final ScoreHistogram leastConfidence = new ScoreHistogram();

    private long rowsInside;
    private long rowsOutside;

    /**
     * Counts one row of a regression.
     *
     * @param outside whether the row came from outside the training distribution
     */
    public void add(GaussianMixture mixture, boolean outside) {
        count(mixture.total(), mixture.aleatoric(), mixture.epistemic(), outside);
    }

    /**
     * Counts one row of a classification.
     *
     * @param outside whether the row came from outside the training distribution
     */
    public void add(CategoricalMixture mixture, boolean outside) {
        count(mixture.total(), mixture.aleatoric(), mixture.epistemic(), outside);
        leastConfidence.add(mixture.leastConfidence(), outside ? 1 : 0);
    }

    private void count(double totalScore, double aleatoricScore, double epistemicScore, boolean outside) {
        double positive = outside ? 1 : 0;
        total.add(totalScore, positive);
        aleatoric.add(aleatoricScore, positive);
        epistemic.add(epistemicScore, positive);
        rowsOutside += outside ? 1 : 0;
        rowsInside += outside ? 0 : 1;
    }

    /** Takes in another's rows; the other stays as it is. */
    public void merge(OutOfDistributionAccumulator other) {
        total.merge(other.total);
        aleatoric.merge(other.aleatoric);
        epistemic.merge(other.epistemic);
        leastConfidence.merge(other.leastConfidence);
        rowsInside += other.rowsInside;
        rowsOutside += other.rowsOutside;
    }

    /**
     * How well each score separates all rows so far.
     *
     * @throws IllegalStateException if there are no rows of one kind
     */
    public OutOfDistributionEvaluation evaluation() {
        if (rowsInside == 0 || rowsOutside == 0) {
            throw new IllegalStateException(
                    "there are " + rowsInside + " rows from inside the training distribution and " + rowsOutside
                            + " from outside; at least 1 of each is needed");
        }
        Map<String, ScoreHistogram> histograms =
                new TreeMap<>(Map.of("total", total, "aleatoric", aleatoric, "epistemic", epistemic));
        if (leastConfidence.ranking().rows() > 0) {
            histograms.put("maximumProbability", leastConfidence);
        }
        SortedMap<String, Separation> scores = new TreeMap<>();
        Map<String, Curve> roc = new TreeMap<>();
        histograms.forEach((name, histogram) -> {
            Ranking ranking = histogram.ranking();
            scores.put(name, Separation.of(ranking));
            roc.put(name, ranking.receiverOperatingCharacteristic(ROC_POINTS));
        });
        return new OutOfDistributionEvaluation(rowsInside, rowsOutside, scores, roc);
    }
}
