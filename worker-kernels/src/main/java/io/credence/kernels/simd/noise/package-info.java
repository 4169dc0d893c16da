/**
 * Random numbers for the units of a layer: dropout masks and Gaussian draws.
 *
 * <p>They are functions of (key, row key, draw, unit), not of a generator's state, so a row receives the same numbers
 * in any batch and on any machine. {@code RandomBits} computes the random words with the counter-based generator
 * Philox. {@link io.credence.kernels.simd.noise.InvertedDropout} turns them into a mask, and {@link
 * io.credence.kernels.simd.noise.GaussianNoise} into standard normal numbers. Streams of single numbers are in {@code
 * io.credence.kernels.random}.
 */
package io.credence.kernels.simd.noise;
