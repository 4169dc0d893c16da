package io.credence.ensemble.posterior;

import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.likelihood.Likelihood;
import io.credence.ensemble.likelihood.PredictionReader;
import io.credence.ensemble.predictive.Components;
import io.credence.ensemble.predictive.Prediction;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the components' outputs for a row as a prediction of a model. Scoring and evaluation both use it, so evaluation
 * measures what users get. Predictions are objects that are reused for the next row. Not thread-safe.
 */
public final class ModelPredictions {
    private final EnsembleModel model;
    private final Likelihood likelihood;
    private final LabelColumn label;
    private final PredictionReader calibrated;
    private final List<Components.Subset> folds;
    private final List<PredictionReader> foldReaders;
    private final List<Prediction> foldPredictions = new ArrayList<>();

    /** @param model a model that predicts a label */
    public ModelPredictions(EnsembleModel model) {
        int components = model.posterior().components();
        this.model = model;
        this.likelihood = model.likelihood();
        this.label = model.encoding().label();
        this.calibrated = likelihood.reader(label, components, model.calibration());
        this.folds = model.conformalFolds();
        this.foldReaders = folds.stream()
                .map(fold -> likelihood.reader(label, fold.size(components), model.calibration()))
                .toList();
    }

    /** Returns the likelihood of the model's labels. */
    public Likelihood likelihood() {
        return likelihood;
    }

    /** Returns a reader of predictions without calibration. */
    public PredictionReader uncalibrated() {
        return likelihood.reader(label, model.posterior().components(), new Calibration.None());
    }

    /** Returns the prediction for a row with the model's calibration. */
    public Prediction calibrated(Components chunk, int row) {
        return calibrated.read(chunk, row, Components.Subset.ALL);
    }

    /**
     * Returns the calibrated prediction for a row by the members of each fold; empty if the model's conformal regions
     * use no folds.
     */
    public List<Prediction> calibratedFolds(Components chunk, int row) {
        foldPredictions.clear();
        for (int fold = 0; fold < folds.size(); fold++) {
            foldPredictions.add(foldReaders.get(fold).read(chunk, row, folds.get(fold)));
        }
        return foldPredictions;
    }

    /** Decodes a shard's target: a number in the label's unit, or the index of a class. */
    public double label(float target) {
        return likelihood.label(label, target);
    }
}
