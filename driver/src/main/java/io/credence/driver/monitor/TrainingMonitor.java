package io.credence.driver.monitor;

import io.credence.driver.monitor.CredencePlugin.Display;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The driver's view of training: it receives the reports of executors and displays them.
 *
 * <p>Like {@link ProgressReporter}, it is found through a static reference, because Spark creates the plugin and does
 * not expose it.
 */
public final class TrainingMonitor {
    private static final AtomicReference<TrainingMonitor> INSTALLED = new AtomicReference<>();

    private final Display display;
    private final boolean receivesReports;
    private final AtomicReference<Training> latest = new AtomicReference<>();

    TrainingMonitor(Display display) {
        this(display, true);
    }

    private TrainingMonitor(Display display, boolean receivesReports) {
        this.display = display;
        this.receivesReports = receivesReports;
    }

    /**
     * Returns the monitor of the Spark context in this JVM, or one that shows nothing if the context does not have the
     * plugin.
     */
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
     * Starts the display of the training of an ensemble. It ends when the result is closed.
     *
     * @param members the number of networks
     * @param epochs the maximum number of epochs of each
     */
    public Training training(int members, int epochs) {
        Training training = new Training(members, epochs);
        latest.set(training);
        return training;
    }

    /**
     * Accepts a report, on one of Spark's message threads. Ignores a report that arrives after the training has ended.
     */
    void accept(MemberProgress report) {
        Training training = latest.get();
        if (training != null) {
            training.accept(report);
        }
    }

    /** Returns the progress of the current or last training run. */
    Optional<TrainingProgress.Snapshot> latest() {
        return Optional.ofNullable(latest.get()).map(Training::snapshot);
    }

    /** A training run on display. */
    public final class Training implements AutoCloseable {
        private final TrainingProgress state;
        private final ProgressDisplay view;
        private final long[] reportNanos;
        private boolean closed;

        private Training(int members, int epochs) {
            state = new TrainingProgress(members, epochs);
            view = ProgressDisplay.of(display, members, epochs);
            reportNanos = new long[members];
            Arrays.fill(reportNanos, System.nanoTime());
        }

        private synchronized void accept(MemberProgress report) {
            if (!closed) {
                view.show(state.accept(report));
                if (report.member() >= 0 && report.member() < reportNanos.length) {
                    reportNanos[report.member()] = System.nanoTime();
                }
            }
        }

        /** Counts a member that an earlier run has finished as done. */
        public void finishedEarlier(int member, int epochs) {
            accept(new MemberProgress(member, epochs, Double.NaN, true));
        }

        /** Returns whether executors report at all. They do not if the context does not have the plugin. */
        public boolean receivesReports() {
            return receivesReports;
        }

        /** Returns the time since the last report of a member, or since the training began if there was none. */
        public synchronized long nanosSinceReport(int member) {
            return System.nanoTime() - reportNanos[member];
        }

        /** Returns the time since the last report of any member, or since the training began if there was none. */
        public synchronized long nanosSinceAnyReport() {
            long now = System.nanoTime();
            return Arrays.stream(reportNanos).map(time -> now - time).min().orElseThrow();
        }

        /** Returns the current progress. */
        synchronized TrainingProgress.Snapshot snapshot() {
            return state.snapshot();
        }

        /** Ends the display and leaves the last state visible. */
        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                view.close();
            }
        }
    }
}
