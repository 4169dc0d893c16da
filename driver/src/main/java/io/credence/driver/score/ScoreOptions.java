package io.credence.driver.score;

import io.credence.driver.config.Format;
import java.util.Map;

/**
 * Options for scoring.
 *
 * @param model the model directory
 * @param input the input rows, at any path or URI that Spark reads
 * @param format the format of the input; null: inferred from its extension
 * @param options the options for Spark's reader
 * @param output the path or URI for the scored rows
 * @param outputFormat the format of the output
 * @param overwrite whether existing output may be replaced
 */
public record ScoreOptions(
        String model,
        String input,
        Format format,
        Map<String, String> options,
        String output,
        Format outputFormat,
        boolean overwrite) {
    public ScoreOptions {
        options = Map.copyOf(options);
    }
}
