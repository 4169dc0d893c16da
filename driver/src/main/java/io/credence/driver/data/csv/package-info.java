/**
 * CSV files: reading all cells as text, and finding the types of the columns.
 *
 * <p>{@link io.credence.driver.data.csv.CsvReader} reads files with Spark, as spreadsheets and pandas write them, with
 * the options of {@link io.credence.driver.data.csv.CsvSettings}. {@link io.credence.driver.data.csv.CsvTable} is the
 * text of all cells. {@link io.credence.driver.data.csv.TypeInference} finds the types in one pass over them, with one
 * {@link io.credence.driver.data.csv.ColumnCells} for each column; a model later supplies the types instead.
 * {@link io.credence.driver.data.csv.NumberText} defines which text is a number, and which marks a missing one.
 */
package io.credence.driver.data.csv;
