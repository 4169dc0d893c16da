package io.credence.ensemble.posterior;

import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.predictive.Components;
import io.credence.ensemble.predictive.GaussianMixture;
import java.util.List;

/**
 * Reads the components' outputs for a row of a regression as a mixture of Gaussians in the label's own unit. Scoring
 * and evaluation both use it, so evaluation measures what users get. It reuses one mixture object, and is not
 * thread-safe.
 */
public final class GaussianReader {
    private final GaussianMixture mixture;
    private final List<Components.Subset> folds;
    private final List<GaussianMixture> foldMixtures;
    private final LabelColumn.Target target;
    private final double scale;

    /** @param model a regression */
    public GaussianReader(EnsembleModel model) {
        int components = model.posterior().components();
        this.mixture = new GaussianMixture(components);
        this.folds = model.conformalFolds();
        this.foldMixtures = folds.stream()
                .map(fold -> new GaussianMixture(fold.size(components)))
                .toList();
        this.target = (LabelColumn.Target) model.encoding().label();
        this.scale = model.calibration() instanceof Calibration.VarianceScale fitted ? fitted.scale() : 1;
    }

    /** Returns the prediction for a row without calibration. */
    public GaussianMixture uncalibrated(Components chunk, int row) {
        mixture.read(chunk, row, target.mean(), target.scale());
        return mixture;
    }

    /** Returns the prediction for a row with the model's calibration. */
    public GaussianMixture calibrated(Components chunk, int row) {
        uncalibrated(chunk, row);
        if (scale != 1) {
            mixture.stretch(scale);
        }
        return mixture;
    }

    /**
     * Returns the calibrated prediction for a row by the members of each fold; empty if the model's conformal regions
     * use no folds.
     */
    public List<GaussianMixture> calibratedFolds(Components chunk, int row) {
        for (int fold = 0; fold < folds.size(); fold++) {
            foldMixtures.get(fold).read(chunk, row, folds.get(fold), target.mean(), target.scale());
            if (scale != 1) {
                foldMixtures.get(fold).stretch(scale);
            }
        }
        return foldMixtures;
    }

    /** Decodes a label to its own unit. */
    public double label(float encoded) {
        return target.mean() + target.scale() * encoded;
    }
}
