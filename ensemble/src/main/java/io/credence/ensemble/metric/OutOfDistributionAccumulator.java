package io.credence.ensemble.metric;

import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.GaussianMixture;
import io.credence.ensemble.predictive.Uncertainty;
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

    private final TreeMap<String, ScoreHistogram> scores = new TreeMap<>();
    private long rowsInside;
    private long rowsOutside;

    /**
     * Counts one row of a regression.
     *
     * @param outside whether the row came from outside the training distribution
     */
    public void add(GaussianMixture mixture, boolean outside) {
        count(mixture.uncertainty(), outside);
        if (mixture.size() > 1) {
            count("componentVariance", mixture.variance(0), outside);
        }
    }

    /**
     * Counts one row of a classification.
     *
     * @param outside whether the row came from outside the training distribution
     */
    public void add(CategoricalMixture mixture, boolean outside) {
        count(mixture.uncertainty(), outside);
        count("maximumProbability", mixture.leastConfidence(), outside);
        count("maximumLogit", -mixture.maximumLogit(), outside);
        count("energy", mixture.energy(), outside);
        if (mixture.size() > 1) {
            count("disagreement", mixture.disagreement(), outside);
            count("pairwiseDivergence", mixture.pairwiseDivergence(), outside);
            count("componentEntropy", mixture.firstEntropy(), outside);
            count("componentMaximumProbability", mixture.firstLeastConfidence(), outside);
        }
    }

    private void count(Uncertainty uncertainty, boolean outside) {
        count("total", uncertainty.total(), outside);
        count("aleatoric", uncertainty.aleatoric(), outside);
        count("epistemic", uncertainty.epistemic(), outside);
        rowsOutside += outside ? 1 : 0;
        rowsInside += outside ? 0 : 1;
    }

    private void count(String score, double value, boolean outside) {
        scores.computeIfAbsent(score, name -> new ScoreHistogram()).add(value, outside ? 1 : 0);
    }

    /** Takes in another's rows; the other stays as it is. */
    public void merge(OutOfDistributionAccumulator other) {
        other.scores.forEach((name, histogram) ->
                scores.computeIfAbsent(name, each -> new ScoreHistogram()).merge(histogram));
        rowsInside += other.rowsInside;
        rowsOutside += other.rowsOutside;
    }

    /** The number of rows so far, of both kinds. */
    public long rows() {
        return rowsInside + rowsOutside;
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
        SortedMap<String, Separation> separations = new TreeMap<>();
        Map<String, Curve> roc = new TreeMap<>();
        scores.forEach((name, histogram) -> {
            Ranking ranking = histogram.ranking();
            separations.put(name, Separation.of(ranking));
            roc.put(name, ranking.receiverOperatingCharacteristic(ROC_POINTS));
        });
        return new OutOfDistributionEvaluation(rowsInside, rowsOutside, separations, roc);
    }
}
