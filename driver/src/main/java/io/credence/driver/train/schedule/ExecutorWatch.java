package io.credence.driver.train.schedule;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Ends work once the cluster has had no executor for too long: Spark itself would let its jobs wait without end. The jobs of the work, whatever
 * part of it starts them, carry a tag by which they are cancelled.
 */
public final class ExecutorWatch {
    private static final long POLL_MILLIS = 500;

    private final JavaSparkContext context;
    private final Slots slots;
    private final Duration limit;
    private final String tag = "credence-" + UUID.randomUUID();
    private boolean everThere;
    private long lastNanos = System.nanoTime();
    private volatile String ended;

    /** @param limit how long there may be none; executors that come and go by themselves may all be gone for as long as others use the cluster */
    public ExecutorWatch(JavaSparkContext context, Slots slots, Duration limit) {
        this.context = context;
        this.slots = slots;
        this.limit = limit;
    }

    /** What is watched. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Does work on the calling thread.
     *
     * @throws IllegalStateException if there has been no executor for too long
     */
    public <T> T during(Work<T> work) throws IOException {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(job -> {
            Thread daemon = new Thread(job, "credence-executor-watch");
            daemon.setDaemon(true);
            return daemon;
        });
        context.sc().addJobTag(tag);
        try {
            thread.scheduleWithFixedDelay(this::look, 0, POLL_MILLIS, TimeUnit.MILLISECONDS);
            return work.run();
        } catch (Exception e) { // Spark's own are not declared
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

    private void look() {
        long now = System.nanoTime();
        if (slots.areDynamic() || slots.now() > 0) {
            everThere = true;
            lastNanos = now;
        } else if (now - lastNanos > limit.toNanos()) {
            ended = everThere ? gone() : neverCame();
            // Also those that were begun since it did so the last time.
            context.sc().cancelJobsWithTag(tag, ended);
        }
    }

    private String gone() {
        return "the cluster has had no executor for " + limit.toSeconds() + " s (" + GangSettings.NO_SLOTS
                + "); it must have at least one. credence train with the same output goes on where this one ends";
    }

    private String neverCame() {
        return "the cluster at " + context.master() + " has given no executor within " + limit.toSeconds() + " s ("
                + GangSettings.NO_SLOTS
                + "); it must give at least one: are there workers with as many free cores and as"
                + " much memory as spark.executor.cores and spark.executor.memory ask for?";
    }
}
