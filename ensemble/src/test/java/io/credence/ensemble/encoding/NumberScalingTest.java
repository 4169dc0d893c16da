package io.credence.ensemble.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class NumberScalingTest {
    private static final NumberScaling.Quantile SKEWED =
            new NumberScaling.Quantile(new double[] {0, 1, 2, 10, 100}, new double[] {-2, -1, 0, 1, 2});

    @Test
    void quantiles_continueAtTheMeanSlopeFromTheMedian() {
        assertThat(SKEWED.scaled(-0.5)).isCloseTo(-2.5, within(1e-12));
        assertThat(SKEWED.scaled(149)).isCloseTo(3, within(1e-12));
    }

    @Test
    void quantiles_continueAsALogarithmFromTwiceAsFar() {
        assertThat(SKEWED.scaled(100 + 980)).isCloseTo(2 + 2 * (1 + Math.log(10)), within(1e-12));
        assertThat(SKEWED.scaled(1e300)).isLessThan(1500);
    }

    @Property
    void unscaled_invertsScaled(@ForAll @DoubleRange(min = -1e6, max = 1e6) double value) {
        assertThat(SKEWED.unscaled(SKEWED.scaled(value))).isCloseTo(value, within(1e-9 * Math.max(1, Math.abs(value))));
    }

    @Property
    void greaterNumbers_areScaledToGreater(
            @ForAll @DoubleRange(min = -1000, max = 1000) double value,
            @ForAll @DoubleRange(min = 0.01, max = 1000) double step) {
        assertThat(SKEWED.scaled(value + step)).isGreaterThan(SKEWED.scaled(value));
    }

    @Test
    void quantilesOnOneSideOfTheMedian_areRefused() {
        assertThatThrownBy(() -> new NumberScaling.Quantile(new double[] {0, 1}, new double[] {0.5, 1}))
                .hasMessageContaining("from 0.5 to 1.0; they must be on both sides of 0");
    }
}
