/**
 * Benchmarks of predictions on data sets, compared with published figures and other methods.
 *
 * <p>{@link io.credence.benchmarks.quality.FoldsCommand}, {@link io.credence.benchmarks.quality.SplitsCommand}: tables
 * with predefined folds or splits, beside tuned peers.
 * {@link io.credence.benchmarks.quality.UciCommand}: the UCI regression data sets.
 * {@link io.credence.benchmarks.quality.DigitsCommand}: images of digits, and detection of images of clothes.
 * {@link io.credence.benchmarks.quality.MethodsCommand}: the posterior methods.
 * {@link io.credence.benchmarks.quality.MlpcCommand}: the time to reach an accuracy, compared with Spark's own
 * network.
 */
package io.credence.benchmarks.quality;
