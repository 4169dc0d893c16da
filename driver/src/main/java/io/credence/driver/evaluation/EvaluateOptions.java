package io.credence.driver.evaluation;

import io.credence.driver.config.Format;
import java.util.Map;

/**
 * What to evaluate a model on.
 *
 * @param model the model's directory
 * @param input labelled rows, at any path or URI that Spark reads
 * @param outOfDistribution rows that the model should know nothing about, in the same format; null: none
 * @param format of the inputs; null: what the input's extension says
 * @param options handed to Spark's reader as they are
 * @param report the directory that receives the report
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
