package io.credence.ensemble.predictive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.apache.commons.math3.special.Erf;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class StandardNormalTest {
    @Property
    void cdf_agreesWithCommonsMath(@ForAll @Scale(12) @DoubleRange(min = -12, max = 12) double z) {
        // The relative error matters in the lower tail, where commons-math itself is accurate to about 1e-12.
        assertThat(StandardNormal.cdf(z)).isCloseTo(0.5 * Erf.erfc(-z / Math.sqrt(2)), Percentage.withPercentage(1e-9));
        assertThat(StandardNormal.cdf(z)).isCloseTo(0.5 * Erf.erfc(-z / Math.sqrt(2)), within(2e-15));
    }

    @Test
    void cdf_hasTabulatedValues() {
        assertThat(StandardNormal.cdf(0)).isEqualTo(0.5);
        assertThat(StandardNormal.cdf(1)).isCloseTo(0.841344746068542949, within(1e-16));
        assertThat(StandardNormal.cdf(1.959963984540054)).isCloseTo(0.975, within(1e-15));
        assertThat(StandardNormal.cdf(-10)).isCloseTo(7.61985302416052606e-24, Percentage.withPercentage(1e-11));
        assertThat(StandardNormal.cdf(-38)).isPositive();
        assertThat(StandardNormal.cdf(Double.NEGATIVE_INFINITY)).isZero();
        assertThat(StandardNormal.cdf(Double.POSITIVE_INFINITY)).isOne();
    }

    @Property
    void cdf_isContinuousWhereItsApproximationsMeet(
            @ForAll @Scale(12) @DoubleRange(min = -1e-9, max = 1e-9) double delta) {
        for (double boundary : new double[] {0.46875 * Math.sqrt(2), 4 * Math.sqrt(2)}) {
            double slope = StandardNormal.density(boundary) * delta;
            assertThat(StandardNormal.cdf(boundary + delta) - StandardNormal.cdf(boundary))
                    .isCloseTo(slope, within(3e-16));
        }
    }

    @Property
    void quantile_invertsTheCdf(@ForAll @Scale(12) @DoubleRange(min = 1e-12, max = 0.999999) double probability) {
        assertThat(StandardNormal.cdf(StandardNormal.quantile(probability)))
                .isCloseTo(probability, Percentage.withPercentage(1e-9));
    }

    @Property
    void expectedAbsolute_agreesWithTheNumericalIntegral(
            @ForAll @Scale(12) @DoubleRange(min = -8, max = 8) double mean,
            @ForAll @Scale(12) @DoubleRange(min = 0.05, max = 9) double variance) {
        double deviation = Math.sqrt(variance);
        double integral = Integral.of(
                x -> Math.abs(x) * StandardNormal.density((x - mean) / deviation) / deviation,
                mean - 12 * deviation,
                mean + 12 * deviation);
        assertThat(StandardNormal.expectedAbsolute(mean, variance)).isCloseTo(integral, within(1e-5));
    }
}
