/**
 * Predictive distributions: mixtures over the components of an ensemble, and the uncertainty of a prediction.
 *
 * <p>A component is one forward pass through one network. A prediction is the equal-weight mixture of all components;
 * its total uncertainty splits into an aleatoric part (noise) and an epistemic part (disagreement).
 *
 * <p>Start with {@link io.credence.ensemble.predictive.Uncertainty} and
 * {@link io.credence.ensemble.predictive.Components}, the outputs of all components for a chunk of rows.
 * {@link io.credence.ensemble.predictive.GaussianMixture} and
 * {@link io.credence.ensemble.predictive.CategoricalMixture} are the two distributions. The rest is arithmetic for
 * them: {@link io.credence.ensemble.predictive.StandardNormal}, {@link io.credence.ensemble.predictive.LogMeanExp} and
 * the mean distance of the CRPS.
 */
package io.credence.ensemble.predictive;
