package io.credence.driver.monitor;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;

/**
 * The training metrics of an executor in Spark's metrics system, such as
 * {@code plugin.io.credence.driver.monitor.CredencePlugin.rows}.
 */
final class ExecutorMetrics {
    private final Meter rows;
    private final Meter steps;
    private final Counter computeMillis;
    private final Counter exchangeMillis;

    ExecutorMetrics(MetricRegistry registry) {
        rows = registry.meter("rows");
        steps = registry.meter("steps");
        computeMillis = registry.counter("computeMillis");
        exchangeMillis = registry.counter("exchangeMillis");
    }

    /** Adds the counts of one task since its previous call. Thread-safe. */
    void add(long addedRows, long addedSteps, long addedComputeMillis, long addedExchangeMillis) {
        rows.mark(addedRows);
        steps.mark(addedSteps);
        computeMillis.inc(addedComputeMillis);
        exchangeMillis.inc(addedExchangeMillis);
    }
}
