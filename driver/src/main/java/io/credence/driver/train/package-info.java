/**
 * The training job, from a configuration to a model and a report.
 *
 * <p>{@link io.credence.driver.train.TrainJob} is the entry point: it claims the output directory and prepares the
 * data. {@code TrainPipeline} then runs the stages: it trains the members, calibrates and evaluates the ensemble, and
 * writes the report and the model. {@code OutputDirectory}, {@code Timing}, {@code TrainingReport} and
 * {@code ReviewLookup} each serve one of these stages.
 *
 * <p>Read {@code schedule} next: it decides when and on how many tasks each member is trained, and what happens after
 * a failure. The package {@code member} trains one member, in a separate Spark job.
 */
package io.credence.driver.train;
