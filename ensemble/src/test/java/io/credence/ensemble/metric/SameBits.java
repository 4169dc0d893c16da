package io.credence.ensemble.metric;

import static org.assertj.core.api.Assertions.assertThat;

/** Equality of evaluations to the last bit, NaN of an empty bin included. */
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
