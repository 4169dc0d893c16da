package io.credence.driver.monitor;

import java.util.Map;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;

/** The plugin's part on an executor: gives its tasks a way to the driver, and registers the executor's metrics. */
final class ProgressSender implements ExecutorPlugin {
    private Progress progress;

    @Override
    public void init(PluginContext context, Map<String, String> extraConf) {
        progress = new Progress(context::send, new ExecutorMetrics(context.metricRegistry()));
        Progress.install(progress);
    }

    @Override
    public void shutdown() {
        Progress.uninstall(progress);
    }
}
