package io.credence.ensemble.predictive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class GaussianMixtureTest {
    static GaussianMixture mixture(double... meansAndVariances) {
        GaussianMixture mixture = new GaussianMixture(meansAndVariances.length / 2);
        for (int m = 0; m < mixture.size(); m++) {
            mixture.set(m, meansAndVariances[2 * m], meansAndVariances[2 * m + 1]);
        }
        return mixture;
    }

    @Provide
    Arbitrary<double[]> components() {
        Arbitrary<double[]> one = Combinators.combine(
                        Arbitraries.doubles().between(-20, 20).ofScale(9),
                        Arbitraries.doubles().between(0.01, 25).ofScale(9))
                .as((mean, variance) -> new double[] {mean, variance});
        return one.list().ofMinSize(1).ofMaxSize(7).map(list -> list.stream()
                .flatMapToDouble(java.util.Arrays::stream)
                .toArray());
    }

    @Test
    void moments_ofTwoComponents_matchHandComputedValues() {
        GaussianMixture mixture = mixture(1, 4, 3, 2);
        assertThat(mixture.mean()).isEqualTo(2);
        assertThat(mixture.aleatoric()).isEqualTo(3);
        assertThat(mixture.epistemic()).isEqualTo(1);
        assertThat(mixture.uncertainty()).isEqualTo(new Uncertainty(4, 3, 1));
    }

    @Property
    void total_isTheVarianceOfTheMixture(@ForAll("components") double[] components) {
        GaussianMixture mixture = mixture(components);
        double second = 0;
        for (int i = 0; i < components.length; i += 2) {
            double offset = components[i] - mixture.mean();
            second += (components[i + 1] + offset * offset) / mixture.size();
        }
        assertThat(mixture.total()).isEqualTo(mixture.aleatoric() + mixture.epistemic());
        assertThat(mixture.total()).isCloseTo(second, Percentage.withPercentage(1e-10));
    }

    @Property
    void singleComponent_isExact(
            @ForAll @Scale(12) @DoubleRange(min = -1e6, max = 1e6) double mean,
            @ForAll @Scale(12) @DoubleRange(min = 1e-6, max = 1e6) double variance,
            @ForAll @Scale(12) @DoubleRange(min = -3, max = 3) double z) {
        GaussianMixture mixture = mixture(mean, variance);
        double y = mean + z * Math.sqrt(variance);
        assertThat(mixture.mean()).isEqualTo(mean);
        assertThat(mixture.epistemic()).isZero();
        assertThat(mixture.total()).isEqualTo(variance);
        assertThat(mixture.logDensity(y)).isEqualTo(mixture.gaussianLogDensity(y));
        assertThat(mixture.quantile(StandardNormal.Quantile.at(0.975)))
                .isEqualTo(mean + StandardNormal.quantile(0.975) * Math.sqrt(variance));
    }

    /** A weight of n / 4 is the same as n Gaussians of weight 1 / 4. */
    @Property
    void weightedGaussians_areTheSameAsRepeatedOnes(
            @ForAll @DoubleRange(min = -5, max = 5) double first,
            @ForAll @DoubleRange(min = -5, max = 5) double second,
            @ForAll @DoubleRange(min = 0.1, max = 4) double variance,
            @ForAll @DoubleRange(min = 0.5, max = 2) double scale) {
        GaussianMixture weighted = new GaussianMixture(2, 2);
        weighted.set(0, 0, 0.25, first, variance);
        weighted.set(0, 1, 0.75, second, 1);
        weighted.set(1, 0, 0.5, 0, 2);
        weighted.set(1, 1, 0.5, 1, 2);
        GaussianMixture repeated = mixture(first, variance, second, 1, second, 1, second, 1, 0, 2, 0, 2, 1, 2, 1, 2);
        double y = first + 0.3;

        assertThat(weighted.stretchedLogDensity(y, scale))
                .isCloseTo(repeated.stretchedLogDensity(y, scale), within(1e-12));
        weighted.stretch(scale);
        repeated.stretch(scale);

        assertThat(weighted.mean()).isCloseTo(repeated.mean(), within(1e-12));
        assertThat(weighted.total()).isCloseTo(repeated.total(), within(1e-12));
        assertThat(weighted.cdf(y)).isCloseTo(repeated.cdf(y), within(1e-12));
        assertThat(weighted.crps(y)).isCloseTo(repeated.crps(y), within(1e-11));
        assertThat(weighted.lower95()).isCloseTo(repeated.lower95(), within(1e-10));
        assertThat(weighted.upper95()).isCloseTo(repeated.upper95(), within(1e-10));
    }

    @Test
    void disagreementOfTheGaussiansOfOneComponent_isAleatoric() {
        GaussianMixture mixture = new GaussianMixture(2, 2);
        for (int m = 0; m < 2; m++) {
            mixture.set(m, 0, 0.5, -3, 1);
            mixture.set(m, 1, 0.5, 3, 1);
        }

        assertThat(mixture.uncertainty()).isEqualTo(new Uncertainty(10, 10, 0));
        assertThat(mixture.variance(1)).isEqualTo(10);
    }

    @Test
    void epistemic_ofCloseMeansFarFromZero_staysPrecise() {
        GaussianMixture mixture = mixture(1000.001, 1, 1000.002, 1, 1000.003, 1, 1000.004, 1, 1000.005, 1);
        assertThat(mixture.epistemic()).isCloseTo(2e-6, Percentage.withPercentage(1e-7));
        GaussianMixture far = mixture(1e15 + 1, 1, 1e15 + 2, 1, 1e15 + 3, 1);
        assertThat(far.mean()).isEqualTo(1e15 + 2);
        assertThat(far.epistemic()).isCloseTo(2 / 3.0, Percentage.withPercentage(1e-12));
    }

    @Property
    void epistemic_ofEqualComponents_isZero(
            @ForAll @Scale(12) @DoubleRange(min = -1e9, max = 1e9) double mean,
            @ForAll @Scale(12) @DoubleRange(min = 0.1, max = 9) double v) {
        GaussianMixture mixture = mixture(mean, v, mean, v, mean, v);
        assertThat(mixture.epistemic()).isZero();
        assertThat(mixture.mean()).isEqualTo(mean);
    }

    @Property(tries = 30)
    void density_integratesToTheCdf(
            @ForAll("components") double[] components, @ForAll @Scale(12) @DoubleRange(min = -25, max = 25) double y) {
        GaussianMixture mixture = mixture(components);
        double integral = Integral.of(x -> Math.exp(mixture.logDensity(x)), y - 100, y);
        assertThat(mixture.cdf(y)).isCloseTo(integral, within(2e-4));
    }

    @Test
    void logDensity_farInTheTails_isFinite() {
        assertThat(mixture(0, 1e-6, 1, 1e-6).logDensity(1e6)).isFinite().isLessThan(-1e17);
        assertThat(mixture(0, 1, 0, 1).logDensity(0)).isCloseTo(-0.5 * Math.log(2 * Math.PI), within(1e-15));
    }

    @Test
    void logDensity_usesTheMixture_notAnAveragedGaussian() {
        // The averaged Gaussian N(0, 1) would give -12.5 - 0.92 at 5; the component at 5 gives about -0.92 - log 2.
        GaussianMixture mixture = mixture(-5, 1, 5, 1);
        assertThat(mixture.logDensity(5)).isCloseTo(-0.5 * Math.log(2 * Math.PI) - Math.log(2), within(1e-12));
        assertThat(mixture.gaussianLogDensity(5))
                .isCloseTo(-0.5 * Math.log(2 * Math.PI * 26) - 12.5 / 26, within(1e-12));
    }

    @Property
    void quantile_invertsTheCdf(
            @ForAll("components") double[] components,
            @ForAll @Scale(12) @DoubleRange(min = 1e-6, max = 0.999999) double p) {
        GaussianMixture mixture = mixture(components);
        assertThat(mixture.cdf(mixture.quantile(StandardNormal.Quantile.at(p)))).isCloseTo(p, within(1e-11));
    }

    @Test
    void quantile_isFoundWhereTheDensityVanishes() {
        GaussianMixture mixture = mixture(-1000, 1e-4, 0, 1e-4, 1000, 1e-4);
        assertThat(mixture.quantile(StandardNormal.Quantile.at(1 / 3.0))).isBetween(-1000.0, 0.0);
        assertThat(mixture.quantile(StandardNormal.Quantile.at(0.4))).isCloseTo(0, within(0.1));
        assertThat(mixture.quantile(StandardNormal.Quantile.at(0.99))).isCloseTo(1000, within(0.1));
        assertThat(mixture(1e9, 1e-12, 1e9 + 1, 1e-12).quantile(StandardNormal.Quantile.at(0.9)))
                .isCloseTo(1e9 + 1, within(1e-6));
    }

    @Test
    void quantile_ofAnInvalidProbability_isRejected() {
        assertThatThrownBy(() -> StandardNormal.Quantile.at(1)).hasMessageContaining("1.0");
        assertThatThrownBy(() -> StandardNormal.Quantile.at(Double.NaN)).hasMessageContaining("NaN");
    }

    @Property(tries = 40)
    void crps_agreesWithTheNumericalIntegral(
            @ForAll("components") double[] components, @ForAll @Scale(12) @DoubleRange(min = -25, max = 25) double y) {
        GaussianMixture mixture = mixture(components);
        double below = Integral.of(x -> Math.pow(mixture.cdf(x), 2), y - 100, y);
        double above = Integral.of(x -> Math.pow(1 - mixture.cdf(x), 2), y, y + 100);
        assertThat(mixture.crps(y)).isCloseTo(below + above, within(1e-4));
    }

    @Property
    void crps_ofOneComponent_isTheGaussianFormula(
            @ForAll @Scale(12) @DoubleRange(min = -5, max = 5) double z,
            @ForAll @Scale(12) @DoubleRange(min = 0.1, max = 9) double s) {
        double formula =
                s * (z * (2 * StandardNormal.cdf(z) - 1) + 2 * StandardNormal.density(z) - 1 / Math.sqrt(Math.PI));
        assertThat(mixture(3, s * s).crps(3 + s * z)).isCloseTo(formula, within(1e-13));
    }

    @Property
    void stretch_multipliesBothPartsOfTheVariance(
            @ForAll("components") double[] components,
            @ForAll @Scale(12) @DoubleRange(min = 0.01, max = 100) double scale,
            @ForAll @Scale(12) @DoubleRange(min = -20, max = 20) double y) {
        GaussianMixture before = mixture(components);
        GaussianMixture after = mixture(components);
        after.stretch(scale);
        assertThat(after.mean()).isCloseTo(before.mean(), within(1e-12));
        assertThat(after.aleatoric()).isCloseTo(scale * before.aleatoric(), Percentage.withPercentage(1e-10));
        assertThat(after.epistemic()).isCloseTo(scale * before.epistemic(), within(1e-10 * scale * before.total()));
        assertThat(before.stretchedLogDensity(y, scale))
                .isCloseTo(after.logDensity(y), within(1e-9 * (1 + Math.abs(after.logDensity(y)))));
    }

    @Test
    void stretch_byOne_changesNothing() {
        GaussianMixture mixture = mixture(0.1, 0.3, 0.7, 0.9, 1e10, 3);
        double before = mixture.logDensity(0.5);
        mixture.stretch(1);
        assertThat(mixture.logDensity(0.5)).isEqualTo(before);
    }

    @Test
    void read_convertsEveryComponentToOriginalUnits() {
        Components chunk = new Components(2, 3, 2);
        chunk.values()[chunk.offset(0, 1)] = 1;
        chunk.values()[chunk.offset(0, 1) + 1] = 0.5f;
        chunk.values()[chunk.offset(1, 1)] = 2;
        chunk.values()[chunk.offset(1, 1) + 1] = 0.25f;
        GaussianMixture mixture = new GaussianMixture(2);
        mixture.read(chunk, 1, 100, 10);
        assertThat(mixture.mean()).isEqualTo(115);
        assertThat(mixture.aleatoric()).isEqualTo(37.5);
        assertThat(mixture.epistemic()).isEqualTo(25);
        assertThatThrownBy(() -> new GaussianMixture(3).read(chunk, 0, 0, 1)).hasMessageContaining("needs 3 of 2");
    }

    @Test
    void set_rejectsInvalidGaussians() {
        GaussianMixture mixture = new GaussianMixture(1);
        for (double variance : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> mixture.set(0, 1, variance))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("variance " + variance);
        }
        assertThatThrownBy(() -> mixture.set(0, Double.NaN, 1)).hasMessageContaining("mean NaN");
    }

    @Test
    void chunks_shrinkAsComponentsIncrease() {
        assertThat(Components.rowsWithinBudget(5, 2)).isEqualTo(4096);
        assertThat(Components.rowsWithinBudget(250, 10)).isEqualTo(419);
        assertThat(Components.rowsWithinBudget(100_000, 1000)).isEqualTo(1);
    }
}
