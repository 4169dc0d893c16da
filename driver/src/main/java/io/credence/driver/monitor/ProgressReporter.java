package io.credence.driver.monitor;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sender of the progress reports of an executor's tasks. It never disturbs a task: a report that cannot be sent is
 * dropped.
 *
 * <p>Tasks find it through a static reference, because Spark creates the plugin of each executor itself and does not
 * expose it. Without the plugin, for example in a session that another program has created, reports are discarded.
 */
public final class ProgressReporter {
    private static final Logger LOG = LoggerFactory.getLogger(ProgressReporter.class);

    private static final AtomicReference<ProgressReporter> INSTALLED = new AtomicReference<>();

    private final Channel channel;
    private final ExecutorMetrics metrics;

    ProgressReporter(Channel channel, ExecutorMetrics metrics) {
        this.channel = channel;
        this.metrics = metrics;
    }

    /** Returns the instance of the executor in which this code runs. */
    public static ProgressReporter ofThisExecutor() {
        ProgressReporter installed = INSTALLED.get();
        return installed == null
                ? new ProgressReporter(message -> {}, new ExecutorMetrics(new MetricRegistry()))
                : installed;
    }

    static void install(ProgressReporter reporter) {
        INSTALLED.set(reporter);
    }

    static void uninstall(ProgressReporter reporter) {
        INSTALLED.compareAndSet(reporter, null);
    }

    /**
     * Returns a meter for one task of one member.
     *
     * @param member the index of the member
     * @param members the number of members that report at the same time; the more there are, the less often each
     *     reports
     * @param stepsPerEpoch the number of steps in an epoch
     * @param reporting whether this task reports to the driver; one task of each member should, the others only count
     */
    public MemberMeter meter(int member, int members, int stepsPerEpoch, boolean reporting) {
        return new MemberMeter(this, metrics, member, members, stepsPerEpoch, reporting);
    }

    /** Sends a report. Returns at once, because Spark queues the message. */
    void send(MemberProgress message) {
        try {
            channel.send(message);
        } catch (IOException | RuntimeException e) {
            // The driver may be gone or busy. Training continues until the driver ends it.
            LOG.debug("Progress of member {} was not sent", message.member(), e);
        }
    }

    /** Sends messages to the driver. */
    @FunctionalInterface
    interface Channel {
        void send(Object message) throws IOException;
    }
}
