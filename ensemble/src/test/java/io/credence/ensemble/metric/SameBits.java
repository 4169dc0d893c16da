package io.credence.ensemble.metric;

import static org.assertj.core.api.Assertions.assertThat;

/** Asserts that evaluations have the same bits, including the NaN of empty bins. */
final class SameBits {
    private SameBits() {}

    static void assertSame(Evaluation actual, Evaluation expected) {
        assertThat(actual.rows()).isEqualTo(expected.rows());
        assertThat(actual.metrics()).isEqualTo(expected.metrics());
        assertThat(actual.uncertainty()).isEqualTo(expected.uncertainty());
        assertThat(actual.curves().keySet()).isEqualTo(expected.curves().keySet());
        expected.curves().forEach((name, curve) -> {
            assertThat(actual.curves().get(name).x()).as(name).isEqualTo(curve.x());
            assertThat(actual.curves().get(name).y()).as(name).isEqualTo(curve.y());
            assertThat(actual.curves().get(name).count()).as(name).isEqualTo(curve.count());
        });
    }
}
