package io.credence.driver.monitor;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the tasks of an executor say how far they are. It is never in their way: a report that cannot be sent is left out.
 *
 * <p>The one static reference is how a task finds it: Spark makes the plugin itself, one an executor, and has no way to ask
 * for it. Where there is no plugin, as in a session that somebody else made, reports go nowhere.
 */
public final class Progress {
    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

    private static final AtomicReference<Progress> INSTALLED = new AtomicReference<>();

    private final Channel channel;
    private final ExecutorMetrics metrics;

    Progress(Channel channel, ExecutorMetrics metrics) {
        this.channel = channel;
        this.metrics = metrics;
    }

    /** The way to the driver from the executor that this code runs in. */
    public static Progress ofThisExecutor() {
        Progress installed = INSTALLED.get();
        return installed == null ? new Progress(message -> {}, new ExecutorMetrics(new MetricRegistry())) : installed;
    }

    static void install(Progress progress) {
        INSTALLED.set(progress);
    }

    static void uninstall(Progress progress) {
        INSTALLED.compareAndSet(progress, null);
    }

    /**
     * A meter for one task of one member.
     *
     * @param member the member
     * @param members how many members report side by side; more of them report less often each
     * @param stepsPerEpoch the number of steps of an epoch
     * @param reporting whether this task tells the driver; the first of a member's replicas should, the others only count
     */
    public MemberMeter meter(int member, int members, int stepsPerEpoch, boolean reporting) {
        return new MemberMeter(this, metrics, member, members, stepsPerEpoch, reporting);
    }

    /** Returns at once; Spark queues the message. */
    void send(MemberProgress message) {
        try {
            channel.send(message);
        } catch (IOException | RuntimeException e) {
            // The driver may be gone or busy. Training goes on: it is the driver's place to end it.
            LOG.debug("Progress of member {} was not sent", message.member(), e);
        }
    }

    /** What takes a message to the driver. */
    @FunctionalInterface
    interface Channel {
        void send(Object message) throws IOException;
    }
}
