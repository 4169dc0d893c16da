package io.credence.driver.monitor;

import io.credence.driver.UserException;
import io.credence.driver.monitor.CredencePlugin.Display;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.PluginContext;

/** The driver side of the plugin: passes the reports of executors to the monitor. */
final class DriverProgressPlugin implements DriverPlugin {
    private TrainingMonitor monitor;

    @Override
    public Map<String, String> init(SparkContext context, PluginContext plugin) {
        monitor = new TrainingMonitor(display(plugin.conf().get(CredencePlugin.DISPLAY, Display.AUTO.name())));
        TrainingMonitor.install(monitor);
        TrainingTab.attach(context, monitor);
        return Map.of();
    }

    @Override
    public Object receive(Object message) {
        monitor.accept((MemberProgress) message);
        return null;
    }

    @Override
    public void shutdown() {
        TrainingMonitor.uninstall(monitor);
    }

    private static Display display(String name) {
        for (Display display : Display.values()) {
            if (display.name().equalsIgnoreCase(name)) {
                return display;
            }
        }
        throw new UserException(CredencePlugin.DISPLAY + " in Spark's settings is " + name + "; it must be one of "
                + Arrays.toString(Display.values()).toLowerCase(Locale.ROOT));
    }
}
