package io.credence.driver.monitor;

import java.util.Map;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;

/** The executor side of the plugin: connects the executor's tasks to the driver and registers its metrics. */
final class ExecutorProgressPlugin implements ExecutorPlugin {
    private ProgressReporter reporter;

    @Override
    public void init(PluginContext context, Map<String, String> extraConf) {
        reporter = new ProgressReporter(context::send, new ExecutorMetrics(context.metricRegistry()));
        ProgressReporter.install(reporter);
    }

    @Override
    public void shutdown() {
        ProgressReporter.uninstall(reporter);
    }
}
