/**
 * Likelihoods: what a network predicts about a label, and everything that depends on it.
 *
 * <p>{@link io.credence.ensemble.likelihood.Likelihood} is the entry point. It owns the number of a network's outputs,
 * the loss of a row, the predictive distribution that the components' outputs stand for, the calibrations that fit, the
 * scores of conformal regions, and the metrics. All other code asks the likelihood instead of the task.
 *
 * <p>To add a likelihood of numbers:
 *
 * <ol>
 *   <li>a record of {@link io.credence.kernels.loss.Loss} with its settings; the configuration finds it by its name
 *   <li>an operation in {@code io.credence.kernels.loss} for the loss of a row and its gradient, with a case in {@code
 *       OperationCases}, unless one that exists fits
 *   <li>a record that implements {@link io.credence.ensemble.likelihood.NumericLikelihood}, chosen by {@link
 *       io.credence.ensemble.likelihood.NumericLikelihood#of}, whose reader returns a {@link
 *       io.credence.ensemble.predictive.NumericPrediction}
 *   <li>its row in docs/configuration.md, and its test against numerical integration
 * </ol>
 */
package io.credence.ensemble.likelihood;
