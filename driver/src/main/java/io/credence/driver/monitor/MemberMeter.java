package io.credence.driver.monitor;

import java.util.concurrent.TimeUnit;

/**
 * A counter of the steps of one task, which reports at most a few times a second. A step costs a clock reading and a
 * few additions, and allocates nothing; only a report creates a message. Not thread-safe.
 */
public final class MemberMeter {
    private static final long SHORTEST_INTERVAL = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long LONGEST_INTERVAL = TimeUnit.SECONDS.toNanos(5);
    private static final long INTERVAL_PER_MEMBER = TimeUnit.MILLISECONDS.toNanos(20);

    private final ProgressReporter reporter;
    private final ExecutorMetrics metrics;
    private final int member;
    private final int stepsPerEpoch;
    private final boolean reporting;
    private final long interval;

    private long nextReport = System.nanoTime();
    private long rows;
    private long steps;
    private long computeNanos;
    private long exchangeNanos;
    private double lossSum;
    private double lastLoss = Double.NaN;

    MemberMeter(
            ProgressReporter reporter,
            ExecutorMetrics metrics,
            int member,
            int members,
            int stepsPerEpoch,
            boolean reporting) {
        this.reporter = reporter;
        this.metrics = metrics;
        this.member = member;
        this.stepsPerEpoch = Math.max(1, stepsPerEpoch);
        this.reporting = reporting;
        this.interval = Math.min(LONGEST_INTERVAL, Math.max(SHORTEST_INTERVAL, members * INTERVAL_PER_MEMBER));
    }

    /**
     * Counts one step.
     *
     * @param epoch the epoch, from 0
     * @param step the step in the epoch, from 0
     * @param stepRows the rows that this task computed
     * @param loss the mean loss of these rows
     * @param stepComputeNanos the time of the forward pass, backward pass and optimiser
     * @param stepExchangeNanos the time spent waiting for gradients; 0 for a single task
     */
    public void step(int epoch, int step, int stepRows, double loss, long stepComputeNanos, long stepExchangeNanos) {
        rows += stepRows;
        steps++;
        lossSum += loss;
        computeNanos += stepComputeNanos;
        exchangeNanos += stepExchangeNanos;
        long now = System.nanoTime();
        if (now - nextReport >= 0) {
            nextReport = now + interval;
            report(epoch + (step + 1.0) / stepsPerEpoch, false);
        }
    }

    /**
     * Reports that the member has finished.
     *
     * @param epochs the number of its epochs, fewer than planned if it stopped early
     */
    public void finish(int epochs) {
        report(epochs, true);
    }

    private void report(double epochs, boolean done) {
        long computeMillis = TimeUnit.NANOSECONDS.toMillis(computeNanos);
        long exchangeMillis = TimeUnit.NANOSECONDS.toMillis(exchangeNanos);
        metrics.add(rows, steps, computeMillis, exchangeMillis);
        computeNanos -= TimeUnit.MILLISECONDS.toNanos(computeMillis);
        exchangeNanos -= TimeUnit.MILLISECONDS.toNanos(exchangeMillis);
        lastLoss = steps == 0 ? lastLoss : lossSum / steps;
        rows = 0;
        steps = 0;
        lossSum = 0;
        if (reporting) {
            reporter.send(new MemberProgress(member, epochs, lastLoss, done));
        }
    }
}
