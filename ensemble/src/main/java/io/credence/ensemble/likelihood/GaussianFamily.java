package io.credence.ensemble.likelihood;

import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.encoding.LabelSummary;
import io.credence.kernels.loss.Loss;
import java.util.List;

/**
 * Numbers with Gaussian noise: a component predicts a mean and a variance, in the standardised unit of the target. With
 * a loss that does not model a variance, the components' variance is the mean squared error of the validation rows.
 */
record GaussianFamily(Loss loss) implements NumericLikelihood {
    private static final int MEAN_AND_VARIANCE = 2;

    @Override
    public int outputs(LabelColumn label) {
        return MEAN_AND_VARIANCE;
    }

    @Override
    public boolean storesVariance() {
        return loss.outputs(1) == 1;
    }

    @Override
    public PredictionReader reader(LabelColumn label, int components, Calibration calibration) {
        LabelColumn.Target target = (LabelColumn.Target) label;
        double scale = calibration instanceof Calibration.VarianceScale fitted ? fitted.scale() : 1;
        return new GaussianRows(target, components, scale);
    }

    @Override
    public List<String> advice(LabelSummary labels) {
        String zeros = "is 0 in " + labels.zeros() + " of " + labels.rows() + " training rows and ";
        if (labels.isCount()) {
            return List.of(problem(
                    labels, zeros + "a count in the others", "predicts negative counts", "negative-binomial-nll"));
        }
        if (labels.isMostlyZero()) {
            return List.of(problem(
                    labels,
                    zeros + "positive in the others",
                    "predicts a symmetric spread around its mean",
                    "quantile"));
        }
        if (labels.far() == 0) {
            return List.of();
        }
        return List.of(problem(
                labels,
                "is more than " + LabelSummary.FAR + " interquartile ranges from the quartiles in " + labels.far()
                        + " of " + labels.rows() + " training rows",
                "fits such labels at the cost of all others",
                suitedToFar(labels)));
    }

    private static String suitedToFar(LabelSummary labels) {
        if (labels.farBelow() > 0) {
            return "student-t-nll";
        }
        return labels.minimum() > 0 ? "log-normal-nll" : "quantile";
    }

    private String problem(LabelSummary labels, String found, String effect, String suited) {
        return "the label " + labels.name() + " " + found + "; " + loss.name() + " " + effect
                + ": try training.loss={name: " + suited + "}";
    }
}
