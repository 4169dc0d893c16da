package io.credence.ensemble.posterior;

import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.Components;
import io.credence.ensemble.predictive.LogitMap;
import java.util.List;

/**
 * Reads the components' outputs for a row of a classification as a mixture of class probabilities. Scoring and
 * evaluation both use it, so evaluation measures what users get. It reuses one mixture object, and is not thread-safe.
 */
public final class CategoricalReader {
    private final CategoricalMixture mixture;
    private final List<Components.Subset> folds;
    private final List<CategoricalMixture> foldMixtures;
    private final LogitMap calibration;

    /** @param model a classification */
    public CategoricalReader(EnsembleModel model) {
        this.mixture = new CategoricalMixture(model.outputs());
        this.folds = model.conformalFolds();
        this.foldMixtures = folds.stream()
                .map(fold -> new CategoricalMixture(model.outputs()))
                .toList();
        this.calibration = model.calibration().logitMap();
    }

    /** Returns the prediction for a row without calibration. */
    public CategoricalMixture uncalibrated(Components chunk, int row) {
        mixture.read(chunk, row, 1);
        return mixture;
    }

    /** Returns the prediction for a row with the model's calibration. */
    public CategoricalMixture calibrated(Components chunk, int row) {
        mixture.read(chunk, row, calibration);
        return mixture;
    }

    /**
     * Returns the calibrated prediction for a row by the members of each fold; empty if the model's conformal regions
     * use no folds.
     */
    public List<CategoricalMixture> calibratedFolds(Components chunk, int row) {
        for (int fold = 0; fold < folds.size(); fold++) {
            foldMixtures.get(fold).read(chunk, row, folds.get(fold), calibration);
        }
        return foldMixtures;
    }
}
