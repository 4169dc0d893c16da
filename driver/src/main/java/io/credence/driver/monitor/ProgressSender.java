package io.credence.driver.monitor;

import java.util.Map;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;

/** The executor side of the plugin: connects the executor's tasks to the driver and registers its metrics. */
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
