package io.credence.ensemble.report;

import io.credence.ensemble.metric.Evaluation;
import io.credence.ensemble.metric.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeSet;

/** The table of all metrics, with one column for each evaluated split. */
final class MetricTable {
    private final Map<String, Evaluation> evaluations = new LinkedHashMap<>();

    MetricTable(Report.Evaluations evaluations) {
        this.evaluations.put("Test", evaluations.test());
        this.evaluations.put("Test, uncalibrated", evaluations.testUncalibrated());
        this.evaluations.put("Validation", evaluations.validation());
        this.evaluations.values().removeIf(Objects::isNull);
    }

    /** Returns the headings of the columns. */
    List<String> columns() {
        return List.copyOf(evaluations.keySet());
    }

    /** Returns one row for each metric, by key. */
    List<TableRow> rows() {
        TreeSet<String> keys = new TreeSet<>();
        for (Evaluation each : evaluations.values()) {
            each.metrics().keySet().stream()
                    .filter(key -> !isBound(key, each.metrics()))
                    .forEach(keys::add);
        }
        return keys.stream().map(this::row).toList();
    }

    private TableRow row(String key) {
        Metric metric = Metric.ofKey(key).orElse(null);
        List<String> cells = evaluations.values().stream()
                .map(each -> withInterval(key, each.metrics()))
                .toList();
        return metric == null
                ? new TableRow(DisplayFormat.words(key), cells)
                : new TableRow(metric.title(), metric.meaning(), cells);
    }

    /** Returns whether a key is an end of another metric's confidence interval. */
    private static boolean isBound(String key, SortedMap<String, Double> metrics) {
        return (key.endsWith("Lower") || key.endsWith("Upper"))
                && metrics.containsKey(key.substring(0, key.length() - "Lower".length()));
    }

    private static String withInterval(String key, SortedMap<String, Double> metrics) {
        Double value = metrics.get(key);
        if (value == null) {
            return DisplayFormat.NONE;
        }
        Metric metric = Metric.ofKey(key).orElse(null);
        if (metric == null) {
            return DisplayFormat.number(value);
        }
        String interval = interval(metric, metrics);
        return text(metric, value) + (interval.isEmpty() ? "" : " (" + interval + ")");
    }

    /** Formats a metric's value: fractions as percentages, everything else as plain numbers. */
    static String text(Metric metric, double value) {
        return metric.unit() == Metric.Unit.FRACTION ? DisplayFormat.percent(value) : DisplayFormat.number(value);
    }

    /** Formats a metric's 95 % confidence interval, such as "88.1 % to 94.1 %"; empty if it has none. */
    static String interval(Metric metric, SortedMap<String, Double> metrics) {
        Double lower = metrics.get(metric.lowerKey());
        Double upper = metrics.get(metric.upperKey());
        return lower == null || upper == null ? "" : text(metric, lower) + " to " + text(metric, upper);
    }
}
