/**
 * The scheduling of members on the slots of a cluster, and the recovery from failures.
 *
 * <p>{@link io.credence.driver.train.schedule.EnsembleTraining} is the entry point. Its loop starts a job for each
 * waiting member as soon as {@link io.credence.driver.train.schedule.Slots} are free, with the number of tasks that
 * {@code GangPlan} assigns, and accepts the outcomes. {@code MemberRetries} decides how a member continues after a
 * failure; {@code StallDetector} withdraws jobs that do not start or make no progress;
 * {@link io.credence.driver.train.schedule.ExecutorWatch} ends everything if the cluster has no executor for too long.
 * {@link io.credence.driver.train.schedule.GangSettings} are the limits, read from Spark's configuration.
 *
 * <p>None of these decisions changes the bits of a model: a member has the same bits on any number of tasks, after any
 * number of retries.
 */
package io.credence.driver.train.schedule;
