package io.credence.ensemble.likelihood;

import io.credence.ensemble.predictive.Components;
import io.credence.ensemble.predictive.Prediction;

/** Reads the outputs of components for one row as a prediction. Not thread-safe. */
@FunctionalInterface
public interface PredictionReader {
    /**
     * Returns the prediction for a row, in an object that is reused.
     *
     * @param chunk the outputs of all components
     * @param row the row in the chunk
     * @param subset selects the components that predict
     */
    Prediction read(Components chunk, int row, Components.Subset subset);
}
