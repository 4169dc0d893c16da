package io.credence.ensemble.calibration;

import io.credence.ensemble.metric.ScoreHistogram;
import io.credence.ensemble.predictive.CategoricalMixture;

/** How badly held-out labels of a classification conform. Counted row by row and merged piece by piece, in any order. */
public final class LabelScores {
    private final LabelScore score;
    private final ScoreHistogram scores = new ScoreHistogram();

    /** @param score how lack of conformity is measured */
    public LabelScores(LabelScore score) {
        this.score = score;
    }

    /** Counts one held-out row, predicted as new rows will be: after calibration. */
    public void add(CategoricalMixture mixture, int label) {
        scores.add(score.of(mixture, label), 0);
    }

    /** Takes in another's rows, of the same score; the other stays as it is. */
    public void merge(LabelScores other) {
        if (other.score != score) {
            throw new IllegalArgumentException("scores " + other.score + " cannot be merged into scores " + score);
        }
        scores.merge(other.scores);
    }

    /**
     * Label sets with a promised coverage.
     *
     * @param coverage strictly between 0 and 1
     */
    public Conformal.LabelSet labelSet(double coverage) {
        return new Conformal.LabelSet(coverage, score, ConformalRank.threshold(scores, coverage));
    }
}
