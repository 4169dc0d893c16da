package io.credence.ensemble.posterior;

import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.Components;

/**
 * Reads what the components of a classification say about a row as a mixture of class probabilities. Scoring and evaluation read by it,
 * so that what is measured is what users get. The mixture is the same object again and again; serves one thread at a time.
 */
public final class CategoricalReader {
    private final CategoricalMixture mixture;
    private final double temperature;

    /** @param model a classification */
    public CategoricalReader(EnsembleModel model) {
        this.mixture = new CategoricalMixture(model.ensemble().components(), model.outputs());
        this.temperature = model.calibration() instanceof Calibration.Temperature fitted ? fitted.temperature() : 1;
    }

    /** A row as the members predict it. */
    public CategoricalMixture uncalibrated(Components chunk, int row) {
        mixture.read(chunk, row, 1);
        return mixture;
    }

    /** A row with the model's calibration. */
    public CategoricalMixture calibrated(Components chunk, int row) {
        mixture.read(chunk, row, temperature);
        return mixture;
    }
}
