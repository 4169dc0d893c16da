package io.credence.driver.score;

import io.credence.driver.config.Format;
import java.util.Map;

/**
 * What to score, with what, and where to.
 *
 * @param model the model's directory
 * @param input the rows, at any path or URI that Spark reads
 * @param format of the input; null: what its extension says
 * @param options handed to Spark's reader as they are
 * @param output where the rows go, with the columns that scoring adds
 * @param outputFormat of the output
 * @param overwrite whether what stands at the output may be replaced
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
