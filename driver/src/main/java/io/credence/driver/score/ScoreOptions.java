package io.credence.driver.score;

import io.credence.driver.config.Format;
import io.credence.driver.data.input.InputSource;
import java.util.Map;

/**
 * Options for scoring.
 *
 * @param model the model directory
 * @param source the input rows
 * @param destination where the scored rows are written
 * @param columns how predictions are added
 */
public record ScoreOptions(String model, InputSource source, ScoreDestination destination, AddedColumns columns) {
    /**
     * Creates options for files and the default columns.
     *
     * @param format the format of the input; null: inferred from its extension
     * @throws io.credence.driver.UserException if the format is null and the extension implies none
     */
    public ScoreOptions(
            String model,
            String input,
            Format format,
            Map<String, String> options,
            String output,
            Format outputFormat,
            boolean overwrite) {
        this(
                model,
                InputSource.ofFiles("--input", input, Format.orOfPath(format, "--input", input), options),
                ScoreDestination.ofFiles(output, outputFormat, overwrite),
                AddedColumns.DEFAULT);
    }
}
