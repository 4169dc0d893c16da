package io.credence.ensemble.metric;

import io.credence.ensemble.predictive.Uncertainty;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How well predictions met the labels of one split.
 *
 * @param rows the number of rows that were scored
 * @param metrics values by their names in report.json, such as {@code rmse}; in the label's own unit
 * @param uncertainty the means over the rows
 * @param curves what the report draws, by name, such as {@code reliability}
 */
public record Evaluation(
        long rows, SortedMap<String, Double> metrics, Uncertainty uncertainty, Map<String, Curve> curves) {
    public Evaluation {
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
        curves = Collections.unmodifiableMap(new TreeMap<>(curves));
    }

    /** This evaluation with more metrics. */
    public Evaluation with(SortedMap<String, Double> more) {
        SortedMap<String, Double> all = new TreeMap<>(metrics);
        all.putAll(more);
        return new Evaluation(rows, all, uncertainty, curves);
    }
}
