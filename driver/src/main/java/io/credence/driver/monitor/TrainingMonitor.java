package io.credence.driver.monitor;

import io.credence.driver.monitor.CredencePlugin.Display;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The driver's view of training: takes what executors report and shows it.
 *
 * <p>Its one static reference has the reason of that in {@link Progress}: Spark makes the plugin and does not hand it out.
 */
public final class TrainingMonitor {
    private static final AtomicReference<TrainingMonitor> INSTALLED = new AtomicReference<>();

    private final Display display;
    private final boolean hearing;
    private final AtomicReference<Training> latest = new AtomicReference<>();

    TrainingMonitor(Display display) {
        this(display, true);
    }

    private TrainingMonitor(Display display, boolean hearing) {
        this.display = display;
        this.hearing = hearing;
    }

    /** The monitor of the Spark context in this JVM; one that shows nothing if the context has no plugin. */
    public static TrainingMonitor ofThisDriver() {
        TrainingMonitor installed = INSTALLED.get();
        return installed == null ? new TrainingMonitor(Display.NONE, false) : installed;
    }

    static void install(TrainingMonitor monitor) {
        INSTALLED.set(monitor);
    }

    static void uninstall(TrainingMonitor monitor) {
        INSTALLED.compareAndSet(monitor, null);
    }

    /**
     * Begins to show the training of an ensemble, until the result is closed.
     *
     * @param members the number of networks
     * @param epochs the most epochs that each has
     */
    public Training training(int members, int epochs) {
        Training training = new Training(members, epochs);
        latest.set(training);
        return training;
    }

    /** From Spark's message threads. A report that arrives when nothing is trained any more is late and left out. */
    void accept(MemberProgress report) {
        Training training = latest.get();
        if (training != null) {
            training.accept(report);
        }
    }

    /** How far the last training is or was. */
    Optional<TrainingProgress.Snapshot> latest() {
        return Optional.ofNullable(latest.get()).map(Training::snapshot);
    }

    /** One training that is shown. */
    public final class Training implements AutoCloseable {
        private final TrainingProgress state;
        private final ProgressDisplay shown;
        private final long[] reportNanos;
        private boolean closed;

        private Training(int members, int epochs) {
            state = new TrainingProgress(members, epochs);
            shown = ProgressDisplay.of(display, members, epochs);
            reportNanos = new long[members];
            Arrays.fill(reportNanos, System.nanoTime());
        }

        private synchronized void accept(MemberProgress report) {
            if (!closed) {
                shown.show(state.accept(report));
                if (report.member() >= 0 && report.member() < reportNanos.length) {
                    reportNanos[report.member()] = System.nanoTime();
                }
            }
        }

        /** A member that an earlier run has finished counts as done. */
        public void finishedEarlier(int member, int epochs) {
            accept(new MemberProgress(member, epochs, Double.NaN, true));
        }

        /** Whether reports come at all: without the plugin there are none. */
        public boolean isHearing() {
            return hearing;
        }

        /** The time since the last report of a member, or since the training began if there was none. */
        public synchronized long nanosSinceReport(int member) {
            return System.nanoTime() - reportNanos[member];
        }

        /** The time since the last report of any member, or since the training began if there was none. */
        public synchronized long nanosSinceAnyReport() {
            long now = System.nanoTime();
            return Arrays.stream(reportNanos).map(time -> now - time).min().orElseThrow();
        }

        /** How far the training is by now. */
        synchronized TrainingProgress.Snapshot snapshot() {
            return state.snapshot();
        }

        /** Ends the display; what was shown last stays. */
        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                shown.close();
            }
        }
    }
}
