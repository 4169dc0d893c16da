package io.credence.driver.monitor;

import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Carries the progress of training from executors to the driver, and our metrics into Spark's metrics system. Switched on by
 * {@code spark.plugins=io.credence.driver.monitor.CredencePlugin}; without it training runs the same and says nothing.
 */
public final class CredencePlugin implements SparkPlugin {
    /** Spark's setting that names the {@link Display}. */
    public static final String DISPLAY = "spark.credence.progress";

    /** How training shows its progress on standard error. */
    public enum Display {
        /** A bar on a terminal, lines elsewhere. */
        AUTO,
        /** One line that is drawn again and again. */
        BAR,
        /** A line every few seconds, for logs. */
        LINES,
        /** Not at all. */
        NONE
    }

    @Override
    public DriverPlugin driverPlugin() {
        return new ProgressReceiver();
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new ProgressSender();
    }
}
