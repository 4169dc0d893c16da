package io.credence.driver.monitor;

import io.credence.driver.monitor.CredencePlugin.Display;
import java.util.Locale;

/** A display of training progress on a stream. */
sealed interface ProgressDisplay permits ProgressBarDisplay, ProgressLineDisplay, ProgressDisplay.Nothing {
    /** Shows the state, unless another was shown a moment ago. */
    void show(TrainingProgress.Snapshot state);

    /** Ends the display. */
    void close();

    /** Returns the display for a setting. */
    static ProgressDisplay of(Display display, int members, int epochs) {
        return switch (display) {
            case NONE -> new Nothing();
            case LINES -> new ProgressLineDisplay(System.err, System::nanoTime);
            case BAR -> new ProgressBarDisplay(System.err, Terminal.width(), members, epochs);
            case AUTO -> of(Terminal.isStandardError() ? Display.BAR : Display.LINES, members, epochs);
        };
    }

    /** Returns a summary such as {@code 2/5 members, loss 0.412}. */
    static String summary(TrainingProgress.Snapshot state) {
        String loss = Double.isNaN(state.loss()) ? "" : String.format(Locale.ROOT, ", loss %.4g", state.loss());
        return state.membersDone() + "/" + state.members() + " members" + loss;
    }

    /** A display that shows nothing. */
    final class Nothing implements ProgressDisplay {
        @Override
        public void show(TrainingProgress.Snapshot state) {}

        @Override
        public void close() {}
    }
}
