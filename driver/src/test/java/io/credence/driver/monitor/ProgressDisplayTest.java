package io.credence.driver.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void lines_withAReportEachSecond_arePrintedEveryFiveSecondsAndAtTheEnd() {
        AtomicLong clock = new AtomicLong();
        ProgressLineDisplay lines = new ProgressLineDisplay(out, clock::get);

        for (int second = 0; second <= 7; second++) {
            clock.set(TimeUnit.SECONDS.toNanos(second));
            lines.show(new TrainingProgress.Snapshot(0, 5, 10 * second, 200, 0.5, List.of()));
        }
        lines.show(new TrainingProgress.Snapshot(5, 5, 200, 200, 0.25, List.of()));
        lines.close();

        assertThat(printed()).isEqualToNormalizingNewlines("""
                        training: 25 % of 200 epochs, 0/5 members, loss 0.5000, 0:00:05 elapsed, about 0:00:15 left
                        training: 100 % of 200 epochs, 5/5 members, loss 0.2500, 0:00:07 elapsed
                        """);
    }

    @Test
    void lines_withoutReports_printNothing() {
        new ProgressLineDisplay(out, System::nanoTime).close();

        assertThat(printed()).isEmpty();
    }

    @Test
    void bar_showsMembersEpochsLossAndTime() {
        ProgressBarDisplay bar = new ProgressBarDisplay(out, 120, 5, 40);
        bar.show(new TrainingProgress.Snapshot(2, 5, 100, 200, 0.4123, List.of()));
        bar.close();

        assertThat(printed())
                .contains("Training  50% [", "100/200 epochs", "2/5 members, loss 0.4123")
                .containsPattern("\\(0:00:00 / 0:00:0\\d\\)");
        assertThat(printed().lines().mapToInt(String::length)).allMatch(length -> length <= 120);
    }
}
