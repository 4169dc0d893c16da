package io.credence.driver.evaluation;

import io.credence.ensemble.metric.Evaluation;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an evaluation has come to.
 *
 * @param evaluation on the labelled rows, calibrated
 * @param outOfDistribution how well each uncertainty tells the other rows apart, such as {@code epistemic.auroc}; empty if
 *     there were none
 * @param report the report's page
 */
public record EvaluateResult(Evaluation evaluation, SortedMap<String, Double> outOfDistribution, String report) {
    public EvaluateResult {
        outOfDistribution = Collections.unmodifiableSortedMap(new TreeMap<>(outOfDistribution));
    }
}
