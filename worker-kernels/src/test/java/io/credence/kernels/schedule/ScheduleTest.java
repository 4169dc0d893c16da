package io.credence.kernels.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void warmup_asFraction_risesLinearly() {
        Schedule schedule = new Schedule.Constant(0.1);

        assertThat(schedule.factor(0, 100)).isCloseTo(0.1, within(1e-12));
        assertThat(schedule.factor(4, 100)).isCloseTo(0.5, within(1e-12));
        assertThat(schedule.factor(9, 100)).isEqualTo(1);
        assertThat(schedule.factor(99, 100)).isEqualTo(1);
    }

    @Test
    void warmup_asNumberOfSteps_doesNotDependOnTheTotal() {
        Schedule schedule = new Schedule.Constant(5.0);

        assertThat(schedule.factor(1, 100)).isEqualTo(schedule.factor(1, 1000)).isCloseTo(0.4, within(1e-12));
    }

    @Test
    void cosine_afterWarmup_fallsFromFullThroughHalfToItsEnd() {
        Schedule schedule = new Schedule.Cosine(0.2, 0.1);

        assertThat(schedule.factor(20, 100)).isEqualTo(1);
        assertThat(schedule.factor(60, 100)).isCloseTo(0.55, within(1e-12));
        assertThat(schedule.factor(99, 100)).isCloseTo(0.1, within(1e-3));
    }

    @Test
    void linear_halfway_isHalf() {
        assertThat(new Schedule.Linear(null, null).factor(50, 100)).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void step_atEachInterval_fallsByTheFactor() {
        Schedule schedule = new Schedule.Step(0.0, 30.0, 0.1);

        assertThat(schedule.factor(29, 100)).isEqualTo(1);
        assertThat(schedule.factor(30, 100)).isCloseTo(0.1, within(1e-12));
        assertThat(schedule.factor(60, 100)).isCloseTo(0.01, within(1e-12));
    }

    @Property(tries = 200)
    void factor_ofAnySchedule_isBetweenZeroAndOne_andNeverRisesAfterWarmup(
            @ForAll @IntRange(min = 2, max = 500) int total, @ForAll @IntRange(max = 99) int warmupPercent) {
        double warmup = warmupPercent / 100.0;
        for (Schedule schedule : new Schedule[] {
            new Schedule.Constant(warmup),
            new Schedule.Step(warmup, null, null),
            new Schedule.Cosine(warmup, null),
            new Schedule.Linear(warmup, null)
        }) {
            double last = 1;
            for (long step = Schedule.steps(warmup, total); step < total; step++) {
                double factor = schedule.factor(step, total);
                assertThat(factor).isBetween(0.0, last);
                last = factor;
            }
        }
    }

    @Test
    void settings_outOfRange_areRejected() {
        assertThatThrownBy(() -> new Schedule.Cosine(-0.1, null)).hasMessage("warmup is -0.1; it must be at least 0");
        assertThatThrownBy(() -> new Schedule.Step(null, null, 2.0))
                .hasMessage("factor is 2.0; it must be above 0 and at most 1");
    }
}
