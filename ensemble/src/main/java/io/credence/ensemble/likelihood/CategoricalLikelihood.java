package io.credence.ensemble.likelihood;

import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.calibration.ConformalScore;
import io.credence.ensemble.calibration.ConformalScores;
import io.credence.ensemble.calibration.LabelScores;
import io.credence.ensemble.calibration.ScaleLikelihood;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.encoding.LabelKind;
import io.credence.ensemble.metric.ClassificationAccumulator;
import io.credence.ensemble.metric.EvaluationAccumulator;
import io.credence.ensemble.metric.Metric;
import io.credence.ensemble.metric.OutOfDistributionAccumulator;
import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.Components;
import io.credence.ensemble.predictive.LogitMap;
import io.credence.ensemble.predictive.Prediction;
import io.credence.kernels.loss.Loss;

/** Classes, one of a fixed list: a component predicts one logit for each. */
public record CategoricalLikelihood(Loss loss) implements Likelihood {
    @Override
    public LabelKind labelKind() {
        return LabelKind.CLASS;
    }

    @Override
    public int width(LabelColumn label) {
        return outputs(label);
    }

    @Override
    public int outputs(LabelColumn label) {
        return ((LabelColumn.Classes) label).labels().size();
    }

    @Override
    public double label(LabelColumn label, float target) {
        return (int) target;
    }

    @Override
    public PredictionReader reader(LabelColumn label, int components, Calibration calibration) {
        CategoricalMixture mixture = new CategoricalMixture(outputs(label));
        LogitMap map = calibration.logitMap();
        return (chunk, row, subset) -> {
            mixture.read(chunk, row, subset, map);
            return mixture;
        };
    }

    @Override
    public Spread spread() {
        return Spread.LOGITS;
    }

    @Override
    public void addTo(ScaleLikelihood sums, PredictionReader reader, Components chunk, int row, double label) {
        sums.add(chunk, row, (int) label);
    }

    @Override
    public boolean fits(ConformalScore score) {
        return score != ConformalScore.QUANTILE;
    }

    @Override
    public ConformalScores conformalScores(ConformalScore score, double coverage) {
        return new LabelScores(score.ofClasses());
    }

    @Override
    public Metric regionSize() {
        return Metric.CONFORMAL_SET_SIZE;
    }

    @Override
    public EvaluationAccumulator metrics(LabelColumn label) {
        return new ClassificationAccumulator(outputs(label));
    }

    @Override
    public void addTo(OutOfDistributionAccumulator scores, Prediction prediction, boolean outside) {
        scores.add((CategoricalMixture) prediction, outside);
    }

    @Override
    public <T> T match(Cases<T> cases) {
        return cases.ofClass(this);
    }
}
