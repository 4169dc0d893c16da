/**
 * Losses of a row that are computed by a formula of a few numbers: the negative log-likelihoods of the distributions
 * that a network predicts, and the pinball loss of quantiles.
 *
 * <p>{@link io.credence.kernels.likelihood.RowLoss} is the formula, with its gradient. {@link
 * io.credence.kernels.likelihood.RowLosses} applies it to the rows of a batch. The outputs of a network are real
 * numbers; each formula states how it maps them to the parameters of its distribution, and offers the same map to
 * readers of predictions. {@link io.credence.kernels.likelihood.Softplus} is the map to positive numbers.
 */
package io.credence.kernels.likelihood;
