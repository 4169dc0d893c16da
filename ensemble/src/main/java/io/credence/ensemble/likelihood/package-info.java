/**
 * Likelihoods: what a network predicts about a label, and everything that depends on it.
 *
 * <p>{@link io.credence.ensemble.likelihood.Likelihood} is the entry point. It owns the number of a network's outputs,
 * the loss of a row, the predictive distribution that the components' outputs describe, the calibrations that fit, the
 * scores of conformal regions, and the metrics. All other code asks the likelihood instead of the task.
 *
 * <p>To add a likelihood of numbers:
 *
 * <ol>
 *   <li>a record in {@link io.credence.kernels.loss.DistributionLoss} with its settings; the configuration finds it by
 *       its name
 *   <li>a formula for the loss of a row and its gradient, a record that implements {@link
 *       io.credence.kernels.likelihood.RowLoss}, with its definition in {@code RowLossCases}
 *   <li>its distribution, a record that implements {@link io.credence.ensemble.distribution.RealDistribution}, with an
 *       example in {@code DistributionMixtureTest}
 *   <li>its family, a record that implements {@code ComponentFamily} and turns the outputs of a component into that
 *       distribution, chosen by {@link io.credence.ensemble.likelihood.NumericLikelihood#of}
 *   <li>a made-up set in {@code LikelihoodRecoveryTest}, and rows in docs/likelihoods.md and docs/configuration.md
 * </ol>
 */
package io.credence.ensemble.likelihood;
