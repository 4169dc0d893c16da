package io.credence.driver.train.schedule;

import io.credence.driver.UserException;
import java.time.Duration;
import org.apache.spark.SparkConf;

/**
 * Settings for retries and timeouts in the training of members, read from Spark's configuration. None of them changes
 * the bits of a model.
 *
 * @param maxTasks the maximum number of tasks of one member: {@value #MAX_TASKS}
 * @param maxFailures the number of consecutive failures of a gang without progress that ends the training:
 *     {@code spark.task.maxFailures}, as for any task
 * @param start how long a gang may wait for slots for all of its tasks: {@value #START}
 * @param silence how long the tasks of a member may make no progress: {@value #SILENCE}
 * @param noSlots how long the cluster may have no executor: {@value #NO_SLOTS}
 */
public record GangSettings(int maxTasks, int maxFailures, Duration start, Duration silence, Duration noSlots) {
    static final String MAX_TASKS = "spark.credence.gang.maxTasks";
    static final String START = "spark.credence.gang.startTimeout";
    static final String SILENCE = "spark.credence.member.timeout";
    static final String NO_SLOTS = "spark.credence.executors.timeout";

    /** @throws UserException if {@code maxTasks} is below 1 */
    public GangSettings {
        if (maxTasks < 1) {
            throw new UserException(MAX_TASKS + " in Spark's settings is " + maxTasks + "; it must be at least 1");
        }
    }

    /** Reads the settings, with defaults. */
    public static GangSettings of(SparkConf conf) {
        return new GangSettings(
                conf.getInt(MAX_TASKS, Integer.MAX_VALUE),
                conf.getInt("spark.task.maxFailures", 4),
                Duration.ofMillis(conf.getTimeAsMs(START, "20s")),
                Duration.ofMillis(conf.getTimeAsMs(SILENCE, "15min")),
                Duration.ofMillis(conf.getTimeAsMs(NO_SLOTS, "5min")));
    }

    /** Returns these settings with another maximum number of tasks. */
    public GangSettings withMaxTasks(int tasks) {
        return new GangSettings(tasks, maxFailures, start, silence, noSlots);
    }
}
