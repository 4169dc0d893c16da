package io.credence.driver.monitor;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;

/** What an executor's training does, in Spark's metrics system: {@code plugin.io.credence.driver.monitor.CredencePlugin.rows} and so on. */
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

    /** Counts the steps of one task since it was last called; from any thread. */
    void add(long addedRows, long addedSteps, long addedComputeMillis, long addedExchangeMillis) {
        rows.mark(addedRows);
        steps.mark(addedSteps);
        computeMillis.inc(addedComputeMillis);
        exchangeMillis.inc(addedExchangeMillis);
    }
}
