package io.credence.ensemble.metric;

import io.credence.ensemble.predictive.Uncertainty;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The evaluation of predictions against the labels of one split.
 *
 * @param rows the number of rows that were scored
 * @param metrics the values by {@link Metric#key}, such as {@code rmse}, and the ends of their confidence intervals;
 *     in the label's own unit
 * @param uncertainty the mean uncertainty over the rows
 * @param curves the curves that the report draws, by name, such as {@code reliability}
 */
public record Evaluation(
        long rows, SortedMap<String, Double> metrics, Uncertainty uncertainty, Map<String, Curve> curves) {
    public Evaluation {
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
        curves = Collections.unmodifiableMap(new TreeMap<>(curves));
    }

    /** Returns this evaluation with additional metrics. */
    public Evaluation with(SortedMap<String, Double> more) {
        SortedMap<String, Double> all = new TreeMap<>(metrics);
        all.putAll(more);
        return new Evaluation(rows, all, uncertainty, curves);
    }
}
