package io.credence.ensemble.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ConfidenceIntervalTest {
    @Test
    void fraction_ofEightInTen_hasTheWilsonInterval() {
        ConfidenceInterval fraction = ConfidenceInterval.ofFraction(8, 10);
        assertThat(fraction.value()).isEqualTo(0.8);
        assertThat(fraction.lower()).isCloseTo(0.4902, within(5e-5));
        assertThat(fraction.upper()).isCloseTo(0.9433, within(5e-5));
    }

    @Test
    void fraction_ofNoneAndAll_staysWithinZeroAndOne() {
        // The upper end for 0 of n rows is z^2 / (n + z^2).
        assertThat(ConfidenceInterval.ofFraction(0, 10).lower()).isZero();
        assertThat(ConfidenceInterval.ofFraction(0, 10).upper()).isCloseTo(0.27753, within(5e-6));
        assertThat(ConfidenceInterval.ofFraction(10, 10).lower()).isCloseTo(1 - 0.27753, within(5e-6));
        assertThat(ConfidenceInterval.ofFraction(10, 10).upper()).isCloseTo(1, within(1e-15));
    }
}
