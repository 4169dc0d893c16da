package io.credence.ensemble.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class MomentsTest {
    private static final MathContext EXACT = MathContext.UNLIMITED;

    @Provide
    Arbitrary<Double> numbers() {
        return Arbitraries.oneOf(
                Arbitraries.doubles().between(-1e6, 1e6),
                Arbitraries.doubles().between(-1e150, 1e150),
                Arbitraries.of(0.0, -0.0, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MIN_NORMAL, 1e-300, 1e150, 0.1));
    }

    @Property(tries = 500)
    void sum_equalsTheSumOfBigDecimals(@ForAll @Size(max = 40) List<@From("numbers") Double> values) {
        ExactSum sum = new ExactSum();
        BigDecimal expected = BigDecimal.ZERO;
        for (double value : values) {
            sum.add(value);
            expected = expected.add(new BigDecimal(value), EXACT);
        }
        BigDecimal unit = new BigDecimal(Double.MIN_VALUE);
        assertThat(new BigDecimal(sum.inUnits()).multiply(unit)).isEqualByComparingTo(expected);
        assertThat(sum.value()).isEqualTo(expected.doubleValue());
    }

    @Example
    void sum_withNonFiniteTerms_isTheirSum() {
        ExactSum sum = new ExactSum();
        sum.add(1e300);
        ExactSum infinite = new ExactSum();
        infinite.add(Double.POSITIVE_INFINITY);
        sum.add(infinite);
        assertThat(sum.value()).isEqualTo(Double.POSITIVE_INFINITY);
        sum.add(Double.NEGATIVE_INFINITY);
        assertThat(sum.value()).isNaN();
    }

    @Example
    void sum_ofMillionsOfAlternatingTerms_isExact() {
        ExactSum sum = new ExactSum();
        for (int i = 0; i < 1_000_000; i++) {
            sum.add(-1e17);
            sum.add(1e17 + (i % 2 == 0 ? 16 : 0));
        }
        sum.add(Double.MIN_VALUE);
        assertThat(sum.value()).isEqualTo(8e6);
    }

    @Property(tries = 300)
    void statistics_doNotDependOnOrderOrGrouping(
            @ForAll @Size(min = 1, max = 60) List<@From("numbers") Double> values,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 7) int groups) {
        Moments whole = new Moments();
        values.forEach(whole::add);

        List<Double> shuffled = new ArrayList<>(values);
        Random random = new Random(seed);
        Collections.shuffle(shuffled, random);
        List<Moments> parts = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            parts.add(new Moments());
        }
        shuffled.forEach(value -> parts.get(random.nextInt(groups)).add(value));
        Moments merged = new Moments();
        parts.forEach(merged::add);

        assertThat(merged.count()).isEqualTo(values.size());
        assertThat(merged.mean()).isEqualTo(whole.mean());
        assertThat(merged.variance()).isEqualTo(whole.variance());
        assertThat(merged.minimum()).isEqualTo(Collections.min(values));
        assertThat(merged.maximum()).isEqualTo(Collections.max(values));
    }

    @Property(tries = 300)
    void meanAndVariance_equalTheirDefinitions(@ForAll @Size(min = 1, max = 30) List<@From("numbers") Double> values) {
        Moments moments = new Moments();
        values.forEach(moments::add);
        BigDecimal n = BigDecimal.valueOf(values.size());
        MathContext wide = new MathContext(700);
        BigDecimal mean = values.stream()
                .map(BigDecimal::new)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(n, wide);
        BigDecimal variance = values.stream()
                .map(value -> new BigDecimal(value).subtract(mean).pow(2))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(n, wide);
        assertThat(moments.mean()).isCloseTo(mean.doubleValue(), within(Math.ulp(mean.doubleValue())));
        assertThat(moments.variance()).isCloseTo(variance.doubleValue(), within(2 * Math.ulp(variance.doubleValue())));
    }

    @Example
    void varianceOfNumbersFarFromZero_doesNotCancel() {
        Moments moments = new Moments();
        for (int i = 0; i < 1000; i++) {
            moments.add(1e15 + (i % 2));
        }
        assertThat(moments.mean()).isEqualTo(1e15 + 0.5);
        assertThat(moments.variance()).isEqualTo(0.25);
    }

    @Example
    void equalNumbers_haveZeroVariance() {
        Moments moments = new Moments();
        for (int i = 0; i < 1000; i++) {
            moments.add(0.1);
        }
        assertThat(moments.mean()).isEqualTo(0.1);
        assertThat(moments.variance()).isZero();
    }

    @Example
    void mean_ofNoNumbers_isNaN() {
        assertThat(new Moments().mean()).isNaN();
        assertThat(new Moments().variance()).isNaN();
    }

    @Example
    void numbersTooLargeToSquare_areRejected() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1e151}) {
            assertThatThrownBy(() -> new Moments().add(value)).hasMessageContaining("is " + value);
        }
    }
}
