package io.credence.driver.data.split;

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

final class NumberHistogramTest {
    @Property(tries = 200)
    void order_isThatOfTheNumbers_andCanBeUndone(@ForAll double a, @ForAll double b) {
        assertThat(Long.compare(NumberOrder.of(a), NumberOrder.of(b))).isEqualTo(Double.compare(a + 0.0, b + 0.0));
        assertThat(NumberOrder.number(NumberOrder.of(a))).isEqualTo(a + 0.0);
    }

    @Property(tries = 200)
    void startOfLargest_isExactForFewTimes(
            @ForAll @NotEmpty List<@DoubleRange(min = -9, max = 9) Double> numbers,
            @ForAll @DoubleRange(max = 1) double part) {
        long[] sorted = numbers.stream().mapToLong(NumberOrder::of).sorted().toArray();
        NumberHistogram times = new NumberHistogram(1 << 16);
        Arrays.stream(sorted).forEach(times::add);
        int count = (int) Math.ceil(part * sorted.length);
        assertThat(times.startOfLargest(count)).isEqualTo(count == 0 ? Long.MAX_VALUE : sorted[sorted.length - count]);
    }

    @Test
    void manyTimes_areCountedInCells_thatDoNotDependOnTheGrouping() {
        Random random = new Random(1);
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < 300_000; i++) {
            all.add(1_700_000_000_000_000L + random.nextLong(31_000_000_000_000L));
        }
        all.add(Long.MIN_VALUE / 2);
        NumberHistogram whole = new NumberHistogram(1 << 16);
        all.forEach(whole::add);
        Collections.shuffle(all, random);
        NumberHistogram parts = new NumberHistogram(1 << 16);
        for (int part = 0; part < 3; part++) {
            NumberHistogram some = new NumberHistogram(1 << 16);
            all.subList(part * all.size() / 3, (part + 1) * all.size() / 3).forEach(some::add);
            parts.add(some);
        }
        assertThat(parts.startOfLargest(30_000)).isEqualTo(whole.startOfLargest(30_000));
        Collections.sort(all);
        long exact = all.get(all.size() - 30_000);
        assertThat(exact - whole.startOfLargest(30_000)).isBetween(0L, 31_000_000_000_000L / 10_000);
        assertThat(whole.rowsBefore(whole.startOfLargest(30_000))).isBetween(269_000L, 270_001L);
    }
}
