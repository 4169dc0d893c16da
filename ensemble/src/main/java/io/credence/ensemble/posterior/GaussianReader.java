package io.credence.ensemble.posterior;

import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.predictive.Components;
import io.credence.ensemble.predictive.GaussianMixture;

/**
 * Reads what the components of a regression say about a row as a mixture in the label's own unit. Scoring and evaluation read by it, so
 * that what is measured is what users get. The mixture is the same object again and again; serves one thread at a time.
 */
public final class GaussianReader {
    private final GaussianMixture mixture;
    private final LabelColumn.Target target;
    private final double scale;

    /** @param model a regression */
    public GaussianReader(EnsembleModel model) {
        this.mixture = new GaussianMixture(model.ensemble().components());
        this.target = (LabelColumn.Target) model.encoding().label();
        this.scale = model.calibration() instanceof Calibration.VarianceScale fitted ? fitted.scale() : 1;
    }

    /** A row as the members predict it. */
    public GaussianMixture uncalibrated(Components chunk, int row) {
        mixture.read(chunk, row, target.mean(), target.scale());
        return mixture;
    }

    /** A row with the model's calibration. */
    public GaussianMixture calibrated(Components chunk, int row) {
        uncalibrated(chunk, row);
        if (scale != 1) {
            mixture.stretch(scale);
        }
        return mixture;
    }

    /** An encoded label in its own unit. */
    double label(float encoded) {
        return target.mean() + target.scale() * encoded;
    }
}
