package io.credence.driver.evaluation;

import io.credence.driver.config.Format;
import java.util.Map;

/**
 * Options for an evaluation.
 *
 * @param model the model directory
 * @param input labelled rows, at any path or URI that Spark reads
 * @param outOfDistribution out-of-distribution rows in the same format; null: none
 * @param format the format of the inputs; null: inferred from the extension
 * @param options the options for Spark's reader
 * @param report the directory for the report; null: no report is written
 */
public record EvaluateOptions(
        String model,
        String input,
        String outOfDistribution,
        Format format,
        Map<String, String> options,
        String report) {
    public EvaluateOptions {
        options = Map.copyOf(options);
    }
}
