package io.credence.ensemble.metric;

import java.util.SortedMap;
import java.util.TreeMap;

/** Collects the values of an {@link Evaluation}'s metrics. */
final class MetricValues {
    private final SortedMap<String, Double> values = new TreeMap<>();

    void put(Metric metric, double value) {
        values.put(metric.key(), value);
    }

    /** Puts a value together with its confidence interval. */
    void put(Metric metric, ConfidenceInterval interval) {
        values.put(metric.key(), interval.value());
        values.put(metric.lowerKey(), interval.lower());
        values.put(metric.upperKey(), interval.upper());
    }

    /** Returns the values by key, without those that are not finite. */
    SortedMap<String, Double> finite() {
        SortedMap<String, Double> finite = new TreeMap<>(values);
        finite.values().removeIf(value -> !Double.isFinite(value));
        return finite;
    }
}
