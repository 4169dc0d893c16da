package io.credence.driver.train.schedule;

import io.credence.driver.UserException;
import java.time.Duration;
import org.apache.spark.SparkConf;

/**
 * How members are tried and when the driver gives up, from Spark's settings. None of it changes a bit of a model.
 *
 * @param maxTasks the most tasks that carry one member: {@value #MAX_TASKS}
 * @param maxFailures failures of a gang in a row without progress that end the training: {@code spark.task.maxFailures}, as for any task
 * @param start how long a gang may wait until all of its tasks have slots: {@value #START}
 * @param silence how long the tasks of a member may show no progress: {@value #SILENCE}
 * @param noSlots how long the cluster may have no executor at all: {@value #NO_SLOTS}
 */
public record GangSettings(int maxTasks, int maxFailures, Duration start, Duration silence, Duration noSlots) {
    static final String MAX_TASKS = "spark.credence.gang.maxTasks";
    static final String START = "spark.credence.gang.startTimeout";
    static final String SILENCE = "spark.credence.member.timeout";
    static final String NO_SLOTS = "spark.credence.executors.timeout";

    /** @throws UserException if there may be no task at all */
    public GangSettings {
        if (maxTasks < 1) {
            throw new UserException(MAX_TASKS + " in Spark's settings is " + maxTasks + "; it must be at least 1");
        }
    }

    public static GangSettings of(SparkConf conf) {
        return new GangSettings(
                conf.getInt(MAX_TASKS, Integer.MAX_VALUE),
                conf.getInt("spark.task.maxFailures", 4),
                Duration.ofMillis(conf.getTimeAsMs(START, "20s")),
                Duration.ofMillis(conf.getTimeAsMs(SILENCE, "15min")),
                Duration.ofMillis(conf.getTimeAsMs(NO_SLOTS, "5min")));
    }

    /** These settings with another limit on a member's tasks. */
    public GangSettings withMaxTasks(int tasks) {
        return new GangSettings(tasks, maxFailures, start, silence, noSlots);
    }
}
