/**
 * Input rows: reading them with Spark, and selecting columns.
 *
 * <p>{@link io.credence.driver.data.input.DataReader} reads files and reports their problems as user errors.
 * {@link io.credence.driver.data.input.ColumnChoice} selects the label, the features and the columns with a role.
 * {@link io.credence.driver.data.input.SparkCells} reads the cells of Spark's internal rows, and
 * {@link io.credence.driver.data.input.RowHasher} computes the key of a row from them.
 * {@link io.credence.driver.data.input.RowLookup} goes the opposite way, from keys to the original rows.
 */
package io.credence.driver.data.input;
