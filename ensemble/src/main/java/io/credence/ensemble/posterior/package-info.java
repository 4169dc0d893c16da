/**
 * The approximate posterior over networks, and prediction with it.
 *
 * <p>Start with {@link io.credence.ensemble.posterior.Posterior}: one record per method, which contains everything
 * specific to that method. {@link io.credence.ensemble.posterior.EnsembleSpec} is the configuration that selects one.
 * A trained {@link io.credence.ensemble.posterior.EnsembleModel} contains the members' parameters and everything else
 * that prediction needs.
 *
 * <p>{@link io.credence.ensemble.posterior.EnsemblePredictor} runs all components of a model over a chunk of encoded
 * rows. {@link io.credence.ensemble.posterior.ModelPredictions} turns their outputs for one row into a calibrated
 * mixture of {@link io.credence.ensemble.predictive}.
 */
package io.credence.ensemble.posterior;
