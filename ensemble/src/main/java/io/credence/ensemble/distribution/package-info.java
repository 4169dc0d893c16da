/**
 * Distributions of one number, and their equal-weight mixture over the components of an ensemble.
 *
 * <p>A {@link io.credence.ensemble.distribution.RealDistribution} is what one component predicts for a row, in the
 * label's unit. {@link io.credence.ensemble.distribution.DistributionMixture} is the prediction of all components. The
 * rest is arithmetic for them: roots, integrals, and the incomplete gamma and beta functions.
 */
package io.credence.ensemble.distribution;
