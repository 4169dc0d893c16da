package io.credence.driver.train;

/**
 * What a training is asked for beside its configuration.
 *
 * @param overwrite whether a model that the output directory already holds may be replaced
 */
public record TrainOptions(boolean overwrite) {}
