package io.credence.ensemble.metric;

import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.NumericPrediction;
import io.credence.ensemble.predictive.Uncertainty;
import java.io.Serializable;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Accumulates every {@link OutOfDistributionScore} of rows from inside and outside the training distribution. No score
 * is best on all data, so all of them are reported, for regression too. The result does not depend on the order in
 * which rows are added and merged.
 */
public final class OutOfDistributionAccumulator implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int ROC_POINTS = 100;

    private final TreeMap<String, ScoreHistogram> scores = new TreeMap<>();
    private long rowsInside;
    private long rowsOutside;

    /**
     * Adds one regression row.
     *
     * @param outside whether the row comes from outside the training distribution
     */
    public void add(NumericPrediction mixture, boolean outside) {
        count(mixture.uncertainty(), outside);
        if (mixture.size() > 1) {
            count(OutOfDistributionScore.COMPONENT_VARIANCE, mixture.variance(0), outside);
        }
    }

    /**
     * Adds one classification row.
     *
     * @param outside whether the row comes from outside the training distribution
     */
    public void add(CategoricalMixture mixture, boolean outside) {
        count(mixture.uncertainty(), outside);
        count(OutOfDistributionScore.MAXIMUM_PROBABILITY, mixture.leastConfidence(), outside);
        count(OutOfDistributionScore.MAXIMUM_LOGIT, -mixture.maximumLogit(), outside);
        count(OutOfDistributionScore.ENERGY, mixture.energy(), outside);
        if (mixture.size() > 1) {
            count(OutOfDistributionScore.DISAGREEMENT, mixture.disagreement(), outside);
            count(OutOfDistributionScore.PAIRWISE_DIVERGENCE, mixture.pairwiseDivergence(), outside);
            count(OutOfDistributionScore.COMPONENT_ENTROPY, mixture.firstEntropy(), outside);
            count(OutOfDistributionScore.COMPONENT_MAXIMUM_PROBABILITY, mixture.firstLeastConfidence(), outside);
        }
    }

    private void count(Uncertainty uncertainty, boolean outside) {
        count(OutOfDistributionScore.TOTAL, uncertainty.total(), outside);
        count(OutOfDistributionScore.ALEATORIC, uncertainty.aleatoric(), outside);
        count(OutOfDistributionScore.EPISTEMIC, uncertainty.epistemic(), outside);
        rowsOutside += outside ? 1 : 0;
        rowsInside += outside ? 0 : 1;
    }

    private void count(OutOfDistributionScore score, double value, boolean outside) {
        scores.computeIfAbsent(score.key(), key -> new ScoreHistogram()).add(value, outside ? 1 : 0);
    }

    /** Adds the rows of another accumulator, leaving it unchanged. */
    public void merge(OutOfDistributionAccumulator other) {
        other.scores.forEach((name, histogram) ->
                scores.computeIfAbsent(name, key -> new ScoreHistogram()).merge(histogram));
        rowsInside += other.rowsInside;
        rowsOutside += other.rowsOutside;
    }

    /** Returns the number of rows of both kinds added so far. */
    public long rows() {
        return rowsInside + rowsOutside;
    }

    /**
     * Returns how well each score separates the rows added so far.
     *
     * @throws IllegalStateException if one kind has no rows
     */
    public OutOfDistributionEvaluation evaluation() {
        if (rowsInside == 0 || rowsOutside == 0) {
            throw new IllegalStateException(
                    "there are " + rowsInside + " rows from inside the training distribution and " + rowsOutside
                            + " from outside; at least 1 of each is required");
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
