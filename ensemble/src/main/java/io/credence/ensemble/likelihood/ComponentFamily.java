package io.credence.ensemble.likelihood;

import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.distribution.DistributionMixture;
import io.credence.ensemble.distribution.RealDistribution;
import io.credence.ensemble.encoding.LabelColumn;

/** Numbers of which every component predicts a distribution; the prediction is their equal-weight mixture. */
non-sealed interface ComponentFamily extends NumericLikelihood {
    /**
     * Returns the distribution that a component predicts for a row, in the label's unit.
     *
     * @param outputs contains the component's outputs for the row, starting at {@code offset}
     */
    RealDistribution component(float[] outputs, int offset, LabelColumn.NumberColumn label);

    @Override
    default int outputs(LabelColumn label) {
        return loss().outputs(1);
    }

    @Override
    default PredictionReader reader(LabelColumn label, int components, Calibration calibration) {
        LabelColumn.NumberColumn column = (LabelColumn.NumberColumn) label;
        double scale = calibration instanceof Calibration.VarianceScale fitted ? fitted.scale() : 1;
        DistributionMixture mixture = new DistributionMixture(components);
        return (chunk, row, subset) -> {
            for (int m = 0; m < components; m++) {
                int offset = chunk.offset(subset.component(m), row);
                mixture.set(m, component(chunk.values(), offset, column));
            }
            if (scale != 1) {
                mixture.stretch(scale);
            }
            return mixture;
        };
    }
}
