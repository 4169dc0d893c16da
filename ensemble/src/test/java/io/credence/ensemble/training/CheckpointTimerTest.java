package io.credence.ensemble.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.ensemble.specification.CheckpointSpec;
import io.credence.kernels.InvalidSettingException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CheckpointTimerTest {
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);

    private CheckpointTimer timer(Double seconds, Integer epochs) {
        return new CheckpointTimer(new CheckpointSpec(seconds, epochs), clock::get);
    }

    private void pass(long seconds) {
        clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void isDue_byDefault_isTrueAfterAMinute() {
        CheckpointTimer timer = timer(null, null);
        pass(59);
        assertThat(timer.isDue(true)).isFalse();
        pass(1);
        assertThat(timer.isDue(false)).isTrue();
        timer.saved();
        assertThat(timer.isDue(true)).isFalse();
        pass(60);
        assertThat(timer.isDue(true)).isTrue();
    }

    @Test
    void isDue_zeroSeconds_isTrueAfterEveryStep() {
        CheckpointTimer timer = timer(0.0, null);
        assertThat(timer.isDue(false)).isTrue();
        timer.saved();
        assertThat(timer.isDue(false)).isTrue();
    }

    @Test
    void isDue_everyTwoEpochs_isTrueAfterTheSecondRegardlessOfTime() {
        CheckpointTimer timer = timer(null, 2);
        for (int round = 0; round < 2; round++) {
            assertThat(timer.isDue(true)).isFalse();
            pass(TimeUnit.DAYS.toSeconds(1));
            assertThat(timer.isDue(false)).isFalse();
            assertThat(timer.isDue(true)).isTrue();
            timer.saved();
        }
    }

    @Test
    void isDue_secondsAndEpochs_isTrueWhenEitherIsReached() {
        CheckpointTimer timer = timer(10.0, 1);
        pass(10);
        assertThat(timer.isDue(false)).isTrue();
        timer.saved();
        assertThat(timer.isDue(true)).isTrue();
    }

    @Test
    void spec_outOfRange_isRejected() {
        assertThatThrownBy(() -> new CheckpointSpec(-1.0, null))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("everySeconds is -1.0; it must be at least 0, or null");
        assertThatThrownBy(() -> new CheckpointSpec(null, 0))
                .hasMessageContaining("everyEpochs is 0; it must be at least 1");
    }
}
