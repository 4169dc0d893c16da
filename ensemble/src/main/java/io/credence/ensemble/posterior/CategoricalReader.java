package io.credence.ensemble.posterior;

import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.Components;
import io.credence.ensemble.predictive.LogitMap;

/**
 * Reads what the components of a classification say about a row as a mixture of class probabilities. Scoring and evaluation read by it,
 * so that what is measured is what users get. The mixture is the same object again and again; serves one thread at a time.
 */
public final class CategoricalReader {
    private final CategoricalMixture mixture;
    private final LogitMap calibration;

    /** @param model a classification */
    public CategoricalReader(EnsembleModel model) {
        this.mixture = new CategoricalMixture(model.ensemble().components(), model.outputs());
        this.calibration = model.calibration().logitMap();
    }

    /** A row as the members predict it. */
    public CategoricalMixture uncalibrated(Components chunk, int row) {
        mixture.read(chunk, row, 1);
        return mixture;
    }

    /** A row with the model's calibration. */
    public CategoricalMixture calibrated(Components chunk, int row) {
        mixture.read(chunk, row, calibration);
        return mixture;
    }
}
