package io.credence.driver.data;

import io.credence.driver.UserException;
import io.credence.driver.config.DataSpec;
import io.credence.driver.data.input.DataReader;
import io.credence.driver.data.input.InputSource;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows of a training.
 *
 * @param input the rows to split
 * @param validation the rows to validate on; null: a fraction of the input
 * @param test the rows to test on; null: a fraction of the input
 */
public record TrainingRows(Input input, Input validation, Input test) {
    /**
     * Rows with a name.
     *
     * @param name the name in messages, such as the path of the rows
     */
    public record Input(String name, Dataset<Row> rows) {}

    /** Returns rows that are all split. */
    public static TrainingRows of(Input input) {
        return new TrainingRows(input, null, null);
    }

    /**
     * Reads the rows of a configuration for which its predicate holds.
     *
     * @throws UserException if they cannot be read, or the predicate is invalid
     */
    public static TrainingRows read(DataReader reader, DataSpec data) {
        InputSource source = InputSource.ofInput(data);
        Dataset<Row> all = reader.read(source);
        return new TrainingRows(
                filtered(source, all, data.where()),
                other(reader, all, "data.validation", data.validation(), data),
                other(reader, all, "data.test", data.test(), data));
    }

    private static Input other(DataReader reader, Dataset<Row> input, String key, String name, DataSpec data) {
        if (name == null) {
            return null;
        }
        InputSource source = InputSource.ofOther(key, name, data);
        return filtered(source, reader.readLike(input, source), data.where());
    }

    private static Input filtered(InputSource source, Dataset<Row> rows, String where) {
        if (where == null) {
            return new Input(source.name(), rows);
        }
        try {
            return new Input(source.name(), rows.where(where));
        } catch (Exception e) { // Scala does not declare Spark's AnalysisException
            String problem = e.getMessage()
                    .lines()
                    .filter(line -> !line.isBlank())
                    .findFirst()
                    .orElse("");
            throw new UserException(
                    "data.where is " + where + ", which cannot be applied to " + source.name() + ": " + problem, e);
        }
    }
}
