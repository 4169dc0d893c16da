/**
 * Input rows: reading them with Spark, selecting columns, and assigning rows to splits and shards.
 *
 * <p>{@link io.credence.driver.data.input.DataReader} reads files and reports their problems as user errors.
 * {@link io.credence.driver.data.input.ColumnChoice} selects the label and the features.
 * {@link io.credence.driver.data.input.RowHasher} computes the key of a row from its content, and
 * {@link io.credence.driver.data.input.RowAssigner} derives the row's split, fold and shard from the key and the copy
 * number, which {@link io.credence.driver.data.input.CopyNumbers} hands out to equal rows.
 * {@link io.credence.driver.data.input.SparkCells} reads the cells of Spark's internal rows.
 * {@link io.credence.driver.data.input.RowLookup} goes the opposite way, from keys to the original rows.
 */
package io.credence.driver.data.input;
