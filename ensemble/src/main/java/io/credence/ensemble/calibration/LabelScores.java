package io.credence.ensemble.calibration;

import io.credence.ensemble.metric.ScoreHistogram;
import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.Prediction;
import java.io.Serializable;
import java.util.List;

/** Accumulates the nonconformity scores of held-out classification rows. */
public final class LabelScores implements ConformalScores, Serializable {
    private static final long serialVersionUID = 1L;

    private final LabelScore score;
    private final ScoreHistogram scores = new ScoreHistogram();

    /** @param score the measure of nonconformity */
    public LabelScores(LabelScore score) {
        this.score = score;
    }

    @Override
    public void add(Prediction prediction, double label) {
        scores.add(score.of((CategoricalMixture) prediction, (int) label), 0);
    }

    @Override
    public void merge(ConformalScores other) {
        LabelScores labels = (LabelScores) other;
        if (labels.score != score) {
            throw new IllegalArgumentException(
                    "scores of kind " + labels.score + " cannot be merged into scores of kind " + score);
        }
        scores.merge(labels.scores);
    }

    @Override
    public long rows() {
        return scores.ranking().rows();
    }

    /** Returns label sets by split conformal prediction. */
    @Override
    public Conformal.LabelSet conformal(double coverage) {
        return new Conformal.LabelSet(coverage, score, ConformalRank.threshold(scores, coverage));
    }

    /** Returns label sets by CV+. */
    @Override
    public Conformal.CrossLabelSet conformal(double coverage, List<FoldScores> folds) {
        return new Conformal.CrossLabelSet(coverage, score, folds);
    }

    @Override
    public FoldScores ofFold() {
        return FoldScores.of(scores.ranking());
    }
}
