/**
 * The place of a row: its split, its fold and its shard.
 *
 * <p>{@link io.credence.driver.data.split.DataSource} is an input with its
 * {@link io.credence.driver.data.split.SplitRule}. In each task a {@link io.credence.driver.data.split.RowCursor} moves
 * from row to row and derives the row's key, its number among equal rows
 * ({@link io.credence.driver.data.split.CopyNumbers}), its split and its shard.
 * {@link io.credence.driver.data.split.RowAssigner} draws them by a hash. A split by time counts the rows in a
 * {@link io.credence.driver.data.split.NumberHistogram} first.
 */
package io.credence.driver.data.split;
