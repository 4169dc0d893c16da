/**
 * Evaluation and calibration of an ensemble on Spark.
 *
 * <p>{@link io.credence.driver.evaluation.EvaluateJob} evaluates a model on labelled rows of any input.
 * {@link io.credence.driver.evaluation.ShardPasses} runs an ensemble over the shards of a split during training.
 * {@link io.credence.driver.evaluation.CalibrationJob} uses it to fit the calibration and the conformal regions that
 * {@link io.credence.driver.evaluation.CalibrationPlan} derives from the configuration.
 *
 * <p>Tasks return sums, never rows. Sums that are exact merge in any order; {@code OrderedReduce} merges the others.
 */
package io.credence.driver.evaluation;
