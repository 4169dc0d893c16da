/**
 * Element-by-element arithmetic on matrices: sums, products, exponentials, activation functions and their derivatives.
 *
 * <p>{@link io.credence.kernels.simd.elementwise.Elementwise} combines matrices of one shape,
 * {@link io.credence.kernels.simd.elementwise.Broadcasting} a matrix and a row or a column.
 * {@link io.credence.kernels.simd.elementwise.Activations} applies an
 * {@link io.credence.kernels.simd.elementwise.Activation} and its chain rule; its loops are in {@code ActivationLoops}
 * and {@code DerivativeLoops}. {@link io.credence.kernels.simd.elementwise.GaussianLikelihood} is the loss of
 * predicted means and variances.
 *
 * <p>A kernel here is two loops: one over whole vectors, and one over the remaining elements with the same scalar
 * expression. Read {@code Elementwise.add} first.
 */
package io.credence.kernels.simd.elementwise;
