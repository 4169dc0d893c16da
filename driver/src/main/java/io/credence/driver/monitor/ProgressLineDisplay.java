package io.credence.driver.monitor;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A display that prints a line every few seconds, for logs and pipes. */
final class ProgressLineDisplay implements ProgressDisplay {
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(5);

    private final PrintStream out;
    private final LongSupplier nanoTime;
    private final long start;

    private long lastLine;
    private TrainingProgress.Snapshot first;
    private TrainingProgress.Snapshot unshown;

    ProgressLineDisplay(PrintStream out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.lastLine = start;
    }

    @Override
    public void show(TrainingProgress.Snapshot state) {
        first = first == null ? state : first;
        unshown = state;
        if (nanoTime.getAsLong() - lastLine >= INTERVAL) {
            print();
        }
    }

    @Override
    public void close() {
        if (unshown != null) {
            print();
        }
    }

    private void print() {
        lastLine = nanoTime.getAsLong();
        out.println(String.format(
                Locale.ROOT,
                "training: %.0f %% of %d epochs, %s, %s",
                100 * unshown.fraction(),
                unshown.epochs(),
                ProgressDisplay.summary(unshown),
                time()));
        unshown = null;
    }

    /**
     * Returns the elapsed and the estimated remaining time. The estimate ignores epochs that were completed before the
     * training run was resumed.
     */
    private String time() {
        double seconds = (lastLine - start) / 1e9;
        double done = unshown.fraction() - first.fraction();
        if (unshown.membersDone() == unshown.members() || done <= 0) {
            return format(seconds) + " elapsed";
        }
        return format(seconds) + " elapsed, about " + format(seconds * (1 - unshown.fraction()) / done) + " left";
    }

    private static String format(double seconds) {
        Duration d = Duration.ofSeconds(Math.round(seconds));
        return String.format(Locale.ROOT, "%d:%02d:%02d", d.toHours(), d.toMinutesPart(), d.toSecondsPart());
    }
}
