package io.credence.ensemble.likelihood;

import io.credence.ensemble.calibration.ConformalScore;
import io.credence.ensemble.calibration.ConformalScores;
import io.credence.ensemble.calibration.QuantileScores;
import io.credence.ensemble.calibration.ResidualScores;
import io.credence.ensemble.calibration.ScaleLikelihood;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.encoding.LabelKind;
import io.credence.ensemble.metric.EvaluationAccumulator;
import io.credence.ensemble.metric.Metric;
import io.credence.ensemble.metric.OutOfDistributionAccumulator;
import io.credence.ensemble.metric.RegressionAccumulator;
import io.credence.ensemble.predictive.Components;
import io.credence.ensemble.predictive.NumericPrediction;
import io.credence.ensemble.predictive.Prediction;
import io.credence.kernels.loss.DistributionLoss;
import io.credence.kernels.loss.Loss;

/** A likelihood of numbers, whose predictions are {@link NumericPrediction}s. */
public sealed interface NumericLikelihood extends Likelihood
        permits GaussianFamily, GaussianMixtureFamily, ComponentFamily {
    /** Returns the likelihood of numbers under a loss. */
    static NumericLikelihood of(Loss loss) {
        if (loss instanceof DistributionLoss.GaussianMixtureNll mixture) {
            return new GaussianMixtureFamily(mixture);
        }
        if (loss instanceof DistributionLoss.StudentTNll studentT) {
            return new StudentTFamily(studentT);
        }
        if (loss instanceof DistributionLoss.Quantile quantile) {
            return new QuantileFamily(quantile);
        }
        // All other distributions are of counts.
        if (loss instanceof DistributionLoss counts) {
            return new CountFamily(counts);
        }
        return loss instanceof Loss.LogNormalNll logNormal ? new LogNormalFamily(logNormal) : new GaussianFamily(loss);
    }

    @Override
    default LabelKind labelKind() {
        return LabelKind.REAL;
    }

    @Override
    default double label(LabelColumn label, float target) {
        return ((LabelColumn.NumberColumn) label).label(target);
    }

    @Override
    default int width(LabelColumn label) {
        return 1;
    }

    @Override
    default Spread spread() {
        return Spread.VARIANCE;
    }

    @Override
    default void addTo(ScaleLikelihood sums, PredictionReader reader, Components chunk, int row, double label) {
        sums.add((NumericPrediction) reader.read(chunk, row, Components.Subset.ALL), label);
    }

    @Override
    default boolean fits(ConformalScore score) {
        return true;
    }

    @Override
    default ConformalScores conformalScores(ConformalScore score, double coverage) {
        return score == ConformalScore.QUANTILE ? new QuantileScores(coverage) : new ResidualScores();
    }

    @Override
    default Metric regionSize() {
        return Metric.CONFORMAL_WIDTH;
    }

    @Override
    default EvaluationAccumulator metrics(LabelColumn label) {
        return new RegressionAccumulator();
    }

    @Override
    default void addTo(OutOfDistributionAccumulator scores, Prediction prediction, boolean outside) {
        scores.add((NumericPrediction) prediction, outside);
    }

    @Override
    default <T> T match(Cases<T> cases) {
        return cases.ofNumber(this);
    }
}
