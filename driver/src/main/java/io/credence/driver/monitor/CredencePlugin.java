package io.credence.driver.monitor;

import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * A Spark plugin that sends training progress from executors to the driver and adds Credence's metrics to Spark's
 * metrics system. It is enabled by {@code spark.plugins=io.credence.driver.monitor.CredencePlugin}. Without it,
 * training runs the same but shows no progress.
 */
public final class CredencePlugin implements SparkPlugin {
    /** Spark's setting that names the {@link Display}. */
    public static final String DISPLAY = "spark.credence.progress";

    /** The display of training progress on standard error. */
    public enum Display {
        /** A progress bar on a terminal, lines elsewhere. */
        AUTO,
        /** A progress bar, redrawn in place. */
        BAR,
        /** A line every few seconds, for logs. */
        LINES,
        /** No progress output. */
        NONE
    }

    @Override
    public DriverPlugin driverPlugin() {
        return new DriverProgressPlugin();
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new ExecutorProgressPlugin();
    }
}
