package io.credence.ensemble.calibration;

import io.credence.ensemble.metric.ScoreHistogram;
import io.credence.ensemble.predictive.GaussianMixture;
import java.util.List;

/**
 * How badly held-out labels of a regression conform: the distance from the prediction in predicted standard deviations. Counted row
 * by row and merged piece by piece, in any order.
 */
public final class ResidualScores implements ConformalScores {
    private final ScoreHistogram scores = new ScoreHistogram();

    /** Counts one held-out row, predicted as new rows will be: after calibration. */
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

    /** Intervals. */
    @Override
    public Conformal.Interval conformal(double coverage) {
        return new Conformal.Interval(coverage, ConformalRank.threshold(scores, coverage));
    }

    /** Intervals by CV+. */
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
