/**
 * The scaling of columns of numbers, learned from a sample of the training rows.
 *
 * <p>{@link io.credence.driver.data.scaling.RowSample} collects the sample in the first pass over the rows, and {@link
 * io.credence.driver.data.scaling.ScalingLearner} derives from it the {@link
 * io.credence.ensemble.encoding.NumberScaling} of each column.
 */
package io.credence.driver.data.scaling;
