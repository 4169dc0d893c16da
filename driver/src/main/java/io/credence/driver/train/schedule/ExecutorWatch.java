package io.credence.driver.train.schedule;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A watchdog that ends work once the cluster has had no executor for too long. Spark itself would let jobs wait
 * without limit. All jobs of the work carry a tag, by which they are cancelled.
 */
public final class ExecutorWatch {
    private static final long POLL_MILLIS = 500;

    private final JavaSparkContext context;
    private final Slots slots;
    private final Duration limit;
    private final String tag = "credence-" + UUID.randomUUID();
    private boolean hadExecutor;
    private long lastExecutorNanos = System.nanoTime();
    private volatile String ended;

    /**
     * @param limit how long the cluster may have no executor; has no effect with dynamic allocation, which may release
     *     all executors for any length of time
     */
    public ExecutorWatch(JavaSparkContext context, Slots slots, Duration limit) {
        this.context = context;
        this.slots = slots;
        this.limit = limit;
    }

    /** The work that is watched. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does the work on the calling thread. */
        T run() throws IOException;
    }

    /**
     * Does work on the calling thread and returns its result.
     *
     * @throws IllegalStateException if the cluster has had no executor for too long
     */
    public <T> T during(Work<T> work) throws IOException {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(job -> {
            Thread daemon = new Thread(job, "credence-executor-watch");
            daemon.setDaemon(true);
            return daemon;
        });
        context.sc().addJobTag(tag);
        try {
            thread.scheduleWithFixedDelay(this::poll, 0, POLL_MILLIS, TimeUnit.MILLISECONDS);
            return work.run();
        } catch (Exception e) { // Spark's checked exceptions are not declared
            if (ended != null) {
                throw new IllegalStateException(ended, e);
            }
            throw e;
        } finally {
            thread.shutdownNow();
            context.sc().removeJobTag(tag);
        }
    }

    /** Throws if the work has been ended. */
    void check() {
        if (ended != null) {
            throw new IllegalStateException(ended);
        }
    }

    private void poll() {
        long now = System.nanoTime();
        if (slots.areDynamic() || slots.now() > 0) {
            hadExecutor = true;
            lastExecutorNanos = now;
        } else if (now - lastExecutorNanos > limit.toNanos()) {
            ended = hadExecutor ? lost() : neverProvided();
            // Repeated in every check, to include jobs that have started since the last one.
            context.sc().cancelJobsWithTag(tag, ended);
        }
    }

    private String lost() {
        return "the cluster has had no executor for " + limit.toSeconds() + " s (" + GangSettings.NO_SLOTS
                + "); it must have at least one. Run credence train with the same output to continue"
                + " where this run ended";
    }

    private String neverProvided() {
        return "the cluster at " + context.master() + " has provided no executor within " + limit.toSeconds() + " s ("
                + GangSettings.NO_SLOTS
                + "); it must provide at least one: check that a worker has as many free cores and as much memory"
                + " as spark.executor.cores and spark.executor.memory request";
    }
}
