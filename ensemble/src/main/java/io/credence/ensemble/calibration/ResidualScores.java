package io.credence.ensemble.calibration;

import io.credence.ensemble.metric.ScoreHistogram;
import io.credence.ensemble.predictive.GaussianMixture;
import java.util.List;

/**
 * Accumulates the nonconformity scores of held-out regression rows: distances from the prediction in predicted
 * standard deviations.
 */
public final class ResidualScores implements ConformalScores {
    private final ScoreHistogram scores = new ScoreHistogram();

    /**
     * Adds one held-out row. Its prediction must be calibrated, because predictions for new rows are calibrated too.
     */
    public void add(GaussianMixture mixture, double label) {
        scores.add(score(mixture, label), 0);
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

    static double score(GaussianMixture mixture, double label) {
        return Math.abs(label - mixture.mean()) / Math.sqrt(mixture.total());
    }
}
