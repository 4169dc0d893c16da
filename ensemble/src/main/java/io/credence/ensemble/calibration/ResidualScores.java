package io.credence.ensemble.calibration;

import io.credence.ensemble.metric.ScoreHistogram;
import io.credence.ensemble.predictive.NumericPrediction;
import io.credence.ensemble.predictive.Prediction;
import java.io.Serializable;
import java.util.List;

/**
 * Accumulates the nonconformity scores of held-out regression rows: distances from the prediction in predicted
 * standard deviations.
 */
public final class ResidualScores implements ConformalScores, Serializable {
    private static final long serialVersionUID = 1L;

    private final ScoreHistogram scores = new ScoreHistogram();

    @Override
    public void add(Prediction prediction, double label) {
        scores.add(score((NumericPrediction) prediction, label), 0);
    }

    @Override
    public void merge(ConformalScores other) {
        scores.merge(((ResidualScores) other).scores);
    }

    @Override
    public long rows() {
        return scores.ranking().rows();
    }

    /** Returns intervals by split conformal prediction. */
    @Override
    public Conformal.Interval conformal(double coverage) {
        return new Conformal.Interval(coverage, ConformalRank.threshold(scores, coverage));
    }

    /** Returns intervals by CV+. */
    @Override
    public Conformal.CrossInterval conformal(double coverage, List<FoldScores> folds) {
        return new Conformal.CrossInterval(coverage, folds);
    }

    @Override
    public FoldScores ofFold() {
        return FoldScores.of(scores.ranking());
    }

    static double score(NumericPrediction mixture, double label) {
        return Math.abs(label - mixture.mean()) / Math.sqrt(mixture.total());
    }
}
