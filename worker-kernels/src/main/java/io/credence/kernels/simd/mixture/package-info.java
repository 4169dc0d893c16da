/**
 * Quantiles of mixtures of Gaussians, in double precision, with one mixture in each lane of a vector.
 *
 * <p>{@link io.credence.kernels.simd.mixture.MixtureQuantiles} is the entry point and describes the method; {@code
 * QuantileLoops} contains the loops, with the exponential and the normal distribution function that they need.
 */
package io.credence.kernels.simd.mixture;
