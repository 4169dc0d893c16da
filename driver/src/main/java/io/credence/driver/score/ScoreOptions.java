package io.credence.driver.score;

import io.credence.driver.config.Format;
import java.util.List;
import java.util.Map;

/**
 * Options for scoring.
 *
 * @param model the model directory
 * @param input the input rows, at any path or URI that Spark reads
 * @param format the format of the input; null: inferred from its extension
 * @param options the options for Spark's reader
 * @param destination where the scored rows are written
 * @param columns how predictions are added
 */
public record ScoreOptions(
        String model,
        String input,
        Format format,
        Map<String, String> options,
        ScoreDestination destination,
        AddedColumns columns) {
    public ScoreOptions {
        options = Map.copyOf(options);
    }

    /** Creates options for the default columns and an output without partitions. */
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
                input,
                format,
                options,
                new ScoreDestination(output, outputFormat, List.of(), overwrite),
                AddedColumns.DEFAULT);
    }
}
