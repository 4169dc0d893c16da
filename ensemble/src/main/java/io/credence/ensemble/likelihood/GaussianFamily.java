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
        return new GaussianRows(
                components,
                1,
                calibration,
                (mixture, chunk, row, subset) -> mixture.read(chunk, row, subset, target.mean(), target.scale()));
    }

    @Override
    public List<String> advice(LabelSummary labels) {
        return new LabelAdvice(labels, loss).ofOneGaussian();
    }
}
