package io.credence.driver.evaluation;

import io.credence.ensemble.metric.Evaluation;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The result of an evaluation.
 *
 * @param evaluation the evaluation of calibrated predictions on the labelled rows
 * @param outOfDistribution the measures of out-of-distribution detection by score, such as {@code epistemic.auroc};
 *     empty without out-of-distribution rows
 * @param report the path of the report page; null: none was written
 */
public record EvaluateResult(Evaluation evaluation, SortedMap<String, Double> outOfDistribution, String report) {
    public EvaluateResult {
        outOfDistribution = Collections.unmodifiableSortedMap(new TreeMap<>(outOfDistribution));
    }
}
