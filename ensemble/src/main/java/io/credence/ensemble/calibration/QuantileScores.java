package io.credence.ensemble.calibration;

import io.credence.ensemble.metric.ScoreHistogram;
import io.credence.ensemble.predictive.NumericPrediction;
import io.credence.ensemble.predictive.Prediction;
import java.io.Serializable;
import java.util.List;

/**
 * Accumulates the nonconformity scores of conformalised quantile regression (Romano et al. 2019): signed distances of
 * labels from their predicted central interval, negative inside.
 */
public final class QuantileScores implements ConformalScores, Serializable {
    private static final long serialVersionUID = 1L;

    private final double coverage;
    private final ScoreHistogram scores = new ScoreHistogram();

    /** @param coverage the level of the predicted intervals, strictly between 0 and 1 */
    public QuantileScores(double coverage) {
        this.coverage = coverage;
    }

    @Override
    public void add(Prediction prediction, double label) {
        NumericPrediction mixture = (NumericPrediction) prediction;
        PredictedInterval interval = new PredictedInterval(coverage);
        scores.add(Math.max(interval.lower(mixture) - label, label - interval.upper(mixture)), 0);
    }

    @Override
    public void merge(ConformalScores other) {
        QuantileScores quantiles = (QuantileScores) other;
        if (quantiles.coverage != coverage) {
            throw new IllegalArgumentException("scores of intervals of level " + quantiles.coverage
                    + " cannot be merged into scores of level " + coverage);
        }
        scores.merge(quantiles.scores);
    }

    @Override
    public long rows() {
        return scores.ranking().rows();
    }

    /** Returns intervals by split conformal prediction. */
    @Override
    public Conformal.QuantileInterval conformal(double requested) {
        return new Conformal.QuantileInterval(requested, ConformalRank.threshold(scores, requested));
    }

    /** Returns intervals by CV+. */
    @Override
    public Conformal.CrossQuantileInterval conformal(double requested, List<FoldScores> folds) {
        return new Conformal.CrossQuantileInterval(requested, folds);
    }

    @Override
    public FoldScores ofFold() {
        return FoldScores.of(scores.ranking());
    }
}
