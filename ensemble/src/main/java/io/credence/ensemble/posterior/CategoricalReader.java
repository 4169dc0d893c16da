package io.credence.ensemble.posterior;

import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.Components;
import io.credence.ensemble.predictive.LogitMap;
import java.util.List;

/**
 * Reads what the components of a classification say about a row as a mixture of class probabilities. Scoring and evaluation read by it,
 * so that what is measured is what users get. The mixture is the same object again and again; serves one thread at a time.
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

    /** A row with the model's calibration as the members of each fold predict it; empty where the model's regions need no folds. */
    public List<CategoricalMixture> calibratedFolds(Components chunk, int row) {
        for (int fold = 0; fold < folds.size(); fold++) {
            foldMixtures.get(fold).read(chunk, row, folds.get(fold), calibration);
        }
        return foldMixtures;
    }
}
