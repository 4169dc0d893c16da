package io.credence.driver.data.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

final class TimeHistogramTest {
    @Property(tries = 200)
    void order_isThatOfTheNumbers_andCanBeUndone(@ForAll double a, @ForAll double b) {
        assertThat(Long.compare(TimeOrder.of(a), TimeOrder.of(b))).isEqualTo(Double.compare(a + 0.0, b + 0.0));
        assertThat(TimeOrder.number(TimeOrder.of(a))).isEqualTo(a + 0.0);
    }

    @Property(tries = 200)
    void startOfLatest_isExactForFewTimes(
            @ForAll @NotEmpty List<@DoubleRange(min = -9, max = 9) Double> numbers, @ForAll @DoubleRange(max = 1) double part) {
        long[] sorted = numbers.stream().mapToLong(TimeOrder::of).sorted().toArray();
        TimeHistogram times = new TimeHistogram();
        Arrays.stream(sorted).forEach(times::add);
        int count = (int) Math.ceil(part * sorted.length);
        assertThat(times.startOfLatest(count))
                .isEqualTo(count == 0 ? Long.MAX_VALUE : sorted[sorted.length - count]);
    }

    @Test
    void manyTimes_areCountedInCells_thatDoNotDependOnTheGrouping() {
        Random random = new Random(1);
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < 300_000; i++) {
            all.add(1_700_000_000_000_000L + random.nextLong(31_000_000_000_000L));
        }
        all.add(Long.MIN_VALUE / 2);
        TimeHistogram whole = new TimeHistogram();
        all.forEach(whole::add);
        Collections.shuffle(all, random);
        TimeHistogram parts = new TimeHistogram();
        for (int part = 0; part < 3; part++) {
            TimeHistogram some = new TimeHistogram();
            all.subList(part * all.size() / 3, (part + 1) * all.size() / 3).forEach(some::add);
            parts.add(some);
        }
        assertThat(parts.startOfLatest(30_000)).isEqualTo(whole.startOfLatest(30_000));
        Collections.sort(all);
        long exact = all.get(all.size() - 30_000);
        assertThat(exact - whole.startOfLatest(30_000)).isBetween(0L, 31_000_000_000_000L / 10_000);
        assertThat(whole.rowsBefore(whole.startOfLatest(30_000))).isBetween(269_000L, 270_001L);
    }
}
