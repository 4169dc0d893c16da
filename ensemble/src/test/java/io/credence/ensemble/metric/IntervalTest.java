package io.credence.ensemble.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class IntervalTest {
    @Test
    void share_ofEightInTen_hasTheIntervalOfWilson() {
        Interval share = Interval.ofShare(8, 10);
        assertThat(share.value()).isEqualTo(0.8);
        assertThat(share.lower()).isCloseTo(0.4902, within(5e-5));
        assertThat(share.upper()).isCloseTo(0.9433, within(5e-5));
    }

    @Test
    void share_ofNoneAndOfAll_staysWithinZeroAndOne() {
        // z^2 / (n + z^2) is what none of n rows leaves possible.
        assertThat(Interval.ofShare(0, 10).lower()).isZero();
        assertThat(Interval.ofShare(0, 10).upper()).isCloseTo(0.27753, within(5e-6));
        assertThat(Interval.ofShare(10, 10).lower()).isCloseTo(1 - 0.27753, within(5e-6));
        assertThat(Interval.ofShare(10, 10).upper()).isCloseTo(1, within(1e-15));
    }
}
