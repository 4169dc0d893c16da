/**
 * The Spark side of Credence: everything that runs jobs, reads and writes files, or communicates between executors.
 *
 * <p>The entry points are {@code cli.Main} for the command line, and {@code train.TrainJob}, {@code score.ScoreJob}
 * and {@code evaluation.EvaluateJob} for its main commands. {@code config} reads the configuration; {@code data} turns
 * rows into shards; {@code train} trains members from them, and {@code allreduce} sums their gradients; {@code model}
 * stores the result. The mathematics is in the modules {@code ensemble} and {@code worker-kernels}, which do not
 * depend on Spark.
 *
 * <p>This package only holds what all of these use: {@link io.credence.driver.UserException}, the exception for
 * mistakes of the user, and the version.
 */
package io.credence.driver;
