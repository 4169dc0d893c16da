/**
 * Training progress: from a step on an executor to a line on standard error, the Training tab of the Spark UI, and
 * Spark's metrics.
 *
 * <p>{@link io.credence.driver.monitor.CredencePlugin} is the entry point, a Spark plugin. Its two sides are
 * {@code DriverProgressPlugin} and {@code ExecutorProgressPlugin}. On executors, a task counts its steps with a
 * {@link io.credence.driver.monitor.MemberMeter} from {@link io.credence.driver.monitor.ProgressReporter}, which sends
 * a {@code MemberProgress} to the driver a few times a second. On the driver,
 * {@link io.credence.driver.monitor.TrainingMonitor} collects the reports in a {@code TrainingProgress} and shows
 * them: {@code ProgressDisplay} on standard error, {@code TrainingTab} in the UI. The scheduler also uses it to notice
 * members that stop reporting.
 *
 * <p>Reports are best effort. Training never waits for them, and runs the same without the plugin.
 */
package io.credence.driver.monitor;
