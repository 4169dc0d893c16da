package io.credence.driver.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.codahale.metrics.MetricRegistry;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemberMeterTest {
    private final List<Object> sent = new ArrayList<>();
    private final MetricRegistry registry = new MetricRegistry();
    private final ProgressReporter reporter = new ProgressReporter(sent::add, new ExecutorMetrics(registry));

    @Test
    void step_repeatedWithinAnInterval_sendsOneReport() {
        MemberMeter meter = reporter.meter(3, 5, 10, true);
        for (int step = 0; step < 10; step++) {
            meter.step(2, step, 100, 0.5, 1_000_000, 0);
        }

        assertThat(sent).containsExactly(new MemberProgress(3, 2.1, 0.5, false));
    }

    @Test
    void finish_afterSteps_reportsTheMeanLossAndCountsEveryStep() {
        MemberMeter meter = reporter.meter(0, 1, 4, true);
        meter.step(0, 0, 100, 9, 1_600_000, 0);
        meter.step(0, 1, 100, 1, 1_600_000, 2_000_000);
        meter.step(0, 2, 50, 2, 1_600_000, 2_000_000);
        meter.finish(1);

        assertThat(sent).last().isEqualTo(new MemberProgress(0, 1, 1.5, true));
        assertThat(registry.meter("rows").getCount()).isEqualTo(250);
        assertThat(registry.meter("steps").getCount()).isEqualTo(3);
        assertThat(registry.counter("computeMillis").getCount()).isEqualTo(4);
        assertThat(registry.counter("exchangeMillis").getCount()).isEqualTo(4);
    }

    @Test
    void meter_thatIsNotReporting_onlyCounts() {
        MemberMeter meter = reporter.meter(0, 1, 4, false);
        meter.step(0, 0, 100, 9, 0, 0);
        meter.finish(1);

        assertThat(sent).isEmpty();
        assertThat(registry.meter("rows").getCount()).isEqualTo(100);
    }

    @Test
    void finish_withABrokenChannel_doesNotThrow() {
        ProgressReporter broken = new ProgressReporter(
                message -> {
                    throw new IOException("the driver is gone");
                },
                new ExecutorMetrics(registry));
        MemberMeter meter = broken.meter(0, 1, 4, true);
        meter.step(0, 0, 100, 9, 0, 0);
        meter.finish(1);

        assertThat(registry.meter("steps").getCount()).isEqualTo(1);
    }

    @Test
    void ofThisExecutor_withoutThePlugin_discardsReports() {
        MemberMeter meter = ProgressReporter.ofThisExecutor().meter(0, 1, 4, true);
        meter.step(0, 0, 100, 9, 0, 0);
        meter.finish(1);

        TrainingMonitor.Training training = TrainingMonitor.ofThisDriver().training(1, 1);
        training.close();
        assertThat(sent).isEmpty();
    }

    @Test
    void step_betweenReports_allocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        MemberMeter meter = reporter.meter(0, 1000, 100, true);
        meter.step(0, 0, 1, 0.5, 1, 1);
        threads.getCurrentThreadAllocatedBytes();

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int step = 0; step < 1000; step++) {
            meter.step(0, step, 1, 0.5, 1, 1);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(sent).hasSize(1);
        assertThat((double) allocated).isCloseTo(0, within(64.0));
    }
}
