/**
 * Sums in a fixed order and what is built on them: softmax, normalisation by rows and by columns, pooled statistics.
 *
 * <p>{@link io.credence.kernels.simd.reduction.Reductions} defines the order: along a row in 16 virtual lanes, down a
 * column from the first row to the last. {@code ReductionLoops}, {@code ColumnSums} and {@code CentredDots} are its
 * loops. {@link io.credence.kernels.simd.reduction.Softmax} works on rows,
 * {@link io.credence.kernels.simd.reduction.RowNormalization} is layer and RMS normalisation, and {@link
 * io.credence.kernels.simd.reduction.ColumnNormalization} is batch normalisation.
 * {@link io.credence.kernels.simd.reduction.PooledStatistics} combines the statistics of a batch's slices in double
 * precision.
 *
 * <p>Reading order: Reductions, ReductionLoops, Softmax, RowNormalization, ColumnSums, ColumnNormalization.
 */
package io.credence.kernels.simd.reduction;
