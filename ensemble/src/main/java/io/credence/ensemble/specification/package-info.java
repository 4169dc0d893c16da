/**
 * The settings that define an ensemble's members and their training. Each is a record whose compact constructor fills
 * in defaults and validates them; the configuration, {@code model.json} and code all use the same records.
 *
 * <p>Start with {@link io.credence.ensemble.specification.TrainingSpec} and
 * {@link io.credence.ensemble.specification.NetworkSpec}. The other records are parts of these two.
 * {@link io.credence.ensemble.specification.Task} is the kind of prediction. The settings of the posterior, the
 * configuration's {@code ensemble}, are in {@link io.credence.ensemble.posterior.EnsembleSpec}.
 */
package io.credence.ensemble.specification;
