package io.credence.spark;

import io.credence.driver.model.ModelStore;
import io.credence.ensemble.model.ModelDescription;
import io.credence.ensemble.posterior.EnsembleModel;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/**
 * A trained ensemble with what its directory says about it.
 *
 * @param description the description, which is written with the weights
 * @param ensemble the weights, for predictions
 * @param report the page of the training's report; null for a model that was read
 */
record TrainedModel(ModelDescription description, EnsembleModel ensemble, String report) implements Serializable {
    /** Reads a model directory. */
    static TrainedModel read(String directory, Configuration hadoop, String report) throws IOException {
        ModelStore store = new ModelStore(hadoop);
        ModelDescription description = store.describe(directory);
        return new TrainedModel(description, store.read(directory, description), report);
    }
}
