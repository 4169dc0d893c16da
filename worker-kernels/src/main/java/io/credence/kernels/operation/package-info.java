/**
 * The operations that networks are made of, one file each: the formula of a layer's forward pass and its derivative.
 *
 * <p>An operation is a record of settings that implements {@link io.credence.kernels.autograd.Operation}. Its
 * documentation states the inputs with their shapes, the output y, and the gradients of the inputs. In these formulas
 * dx is the gradient of the loss with respect to x, and products written without a sign are element by element unless
 * stated otherwise. The code calls the kernels of {@code io.credence.kernels.simd} in the order of the formulas.
 *
 * <p>Reading order: {@link io.credence.kernels.operation.Add} and {@link io.credence.kernels.operation.Multiply} are
 * the smallest. {@link io.credence.kernels.operation.Activate} shows the chain rule, and {@link
 * io.credence.kernels.operation.Affine} the matrix calculus of a dense layer. Then follow dropout, normalisation
 * ({@link io.credence.kernels.operation.LayerNormalize} first), marks of missing numbers, convolution and pooling, what
 * packed members share or not ({@link io.credence.kernels.operation.PerMember}), and the variational
 * operations ({@link io.credence.kernels.operation.VariationalAffine}, {@link
 * io.credence.kernels.operation.GaussianDivergence}, {@link io.credence.kernels.operation.MixtureDivergence}).
 */
package io.credence.kernels.operation;
