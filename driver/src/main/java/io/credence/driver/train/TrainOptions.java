package io.credence.driver.train;

/**
 * Options of a training run that are not part of its configuration.
 *
 * @param overwrite whether to replace a model that already exists in the output directory
 */
public record TrainOptions(boolean overwrite) {}
