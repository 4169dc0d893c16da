/**
 * Distances between the rows of a batch, and the losses of metric learning that are computed from them.
 *
 * <p>{@link io.credence.kernels.simd.distance.Distances} computes the matrix of Euclidean distances, its derivative
 * and the contrastive loss of all pairs. {@link io.credence.kernels.simd.distance.Triplets} searches the triplets of
 * an anchor and adds up their losses.
 */
package io.credence.kernels.simd.distance;
