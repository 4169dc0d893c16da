package io.credence.spark;

import io.credence.ensemble.model.ModelDescription;
import io.credence.ensemble.posterior.EnsembleModel;
import java.io.Serializable;

/**
 * A trained ensemble with what its directory says about it.
 *
 * @param description the description, which is written with the weights
 * @param ensemble the weights, for predictions
 * @param report the page of the training's report; null for a model that was read
 */
record TrainedModel(ModelDescription description, EnsembleModel ensemble, String report) implements Serializable {}
