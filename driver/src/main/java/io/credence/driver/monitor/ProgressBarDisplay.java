package io.credence.driver.monitor;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A progress bar on a terminal with the elapsed and the remaining time. A separate thread redraws it a few times a
 * second.
 */
final class ProgressBarDisplay implements ProgressDisplay {
    /** The bar counts thousandths of an epoch, so that it also moves within long epochs. */
    private static final int PARTS = 1000;

    private final ProgressBar bar;

    ProgressBarDisplay(PrintStream out, int width, int members, int epochs) {
        bar = new ProgressBarBuilder()
                .setTaskName("Training")
                .setInitialMax((long) members * epochs * PARTS)
                .setUnit(" epochs", PARTS)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setConsumer(new ConsoleProgressBarConsumer(out, width))
                .build();
    }

    @Override
    public void show(TrainingProgress.Snapshot state) {
        bar.stepTo(Math.round(state.epochsDone() * PARTS));
        bar.setExtraMessage(" " + ProgressDisplay.summary(state));
    }

    @Override
    public void close() {
        bar.close();
    }
}
