package io.credence.ensemble.calibration;

import io.credence.ensemble.metric.ScoreHistogram;
import io.credence.ensemble.predictive.CategoricalMixture;
import java.util.List;

/** How badly held-out labels of a classification conform. Counted row by row and merged piece by piece, in any order. */
public final class LabelScores implements ConformalScores {
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

    @Override
    public void merge(ConformalScores other) {
        LabelScores labels = (LabelScores) other;
        if (labels.score != score) {
            throw new IllegalArgumentException("scores " + labels.score + " cannot be merged into scores " + score);
        }
        scores.merge(labels.scores);
    }

    @Override
    public long rows() {
        return scores.ranking().rows();
    }

    /** Label sets. */
    @Override
    public Conformal.LabelSet conformal(double coverage) {
        return new Conformal.LabelSet(coverage, score, ConformalRank.threshold(scores, coverage));
    }

    /** Label sets by CV+. */
    @Override
    public Conformal.CrossLabelSet conformal(double coverage, List<FoldScores> folds) {
        return new Conformal.CrossLabelSet(coverage, score, folds);
    }

    @Override
    public FoldScores ofFold() {
        return FoldScores.of(scores.ranking());
    }
}
