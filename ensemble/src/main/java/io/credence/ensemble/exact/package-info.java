/**
 * Exact sums, so that statistics do not depend on the order or the partitioning of the rows.
 *
 * <p>{@link io.credence.ensemble.exact.ExactSum} adds doubles without rounding and rounds once when it is read.
 * {@link io.credence.ensemble.exact.Moments} computes the mean and the variance from two such sums.
 */
package io.credence.ensemble.exact;
