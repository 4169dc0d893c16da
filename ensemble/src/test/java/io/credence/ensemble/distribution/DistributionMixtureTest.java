package io.credence.ensemble.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.credence.ensemble.predictive.Integral;
import io.credence.ensemble.predictive.StandardNormal;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every figure of a mixture is compared with a sum over a fine grid of its density or distribution function. */
class DistributionMixtureTest {
    private static final double[] LEVELS = {0.1, 0.3, 0.5, 0.6, 0.95};
    private static final double[] PROBABILITIES = {1e-4, 0.025, 0.3, 0.5, 0.9, 0.975, 0.9999};

    static Stream<DistributionMixture> continuous() {
        return Stream.of(
                mixture(new LogNormal(0.3, 0.5), new LogNormal(-0.2, 0.8), new LogNormal(0.3, 0.2)),
                mixture(new StudentT(1, 0.5, 7), new StudentT(-2, 2, 30)),
                mixture(new StudentT(100, 1, 12)),
                mixture(
                        new QuantileLine(LEVELS, new double[] {-1, 0, 0.1, 2, 5}),
                        new QuantileLine(LEVELS, new double[] {-2, -1.9, 0.5, 1, 1.5})));
    }

    static Stream<DistributionMixture> counts() {
        return Stream.of(
                mixture(new PoissonCounts(0.2), new PoissonCounts(3)),
                mixture(new PoissonCounts(150)),
                mixture(new NegativeBinomialCounts(4, 0.5), new NegativeBinomialCounts(20, 2)),
                mixture(new NegativeBinomialCounts(0.1, 1e-4), new NegativeBinomialCounts(0.3, 8)));
    }

    private static DistributionMixture mixture(RealDistribution... components) {
        DistributionMixture mixture = new DistributionMixture(components.length);
        for (int m = 0; m < components.length; m++) {
            mixture.set(m, components[m]);
        }
        return mixture;
    }

    private static double quantile(DistributionMixture mixture, double probability) {
        return mixture.quantile(StandardNormal.Quantile.at(probability));
    }

    @ParameterizedTest
    @MethodSource("continuous")
    void density_integratesToTheDistributionFunction(DistributionMixture mixture) {
        for (double probability : PROBABILITIES) {
            double low = quantile(mixture, 1e-5);
            double y = quantile(mixture, probability);

            assertThat(mixture.cdf(y)).isCloseTo(probability, within(1e-9));
            assertThat(mixture.cdf(low) + Integral.of(x -> Math.exp(mixture.logDensity(x)), low, y))
                    .isCloseTo(probability, within(1e-3));
        }
    }

    @ParameterizedTest
    @MethodSource("continuous")
    void meanAndVariance_areIntegralsOfTheDensity(DistributionMixture mixture) {
        double low = quantile(mixture, 1e-9);
        double high = quantile(mixture, 1 - 1e-9);

        double mean = Integral.of(x -> x * Math.exp(mixture.logDensity(x)), low, high);
        double variance = Integral.of(
                x -> (x - mixture.mean()) * (x - mixture.mean()) * Math.exp(mixture.logDensity(x)), low, high);

        assertThat(mixture.mean()).isCloseTo(mean, within(2e-3 * Math.sqrt(variance)));
        assertThat(mixture.total()).isCloseTo(variance, within(4e-3 * variance));
    }

    @ParameterizedTest
    @MethodSource("continuous")
    void crps_isTheIntegralOfTheSquaredDistanceFromAStep(DistributionMixture mixture) {
        double low = quantile(mixture, 1e-8);
        double high = quantile(mixture, 1 - 1e-8);
        for (double probability : new double[] {1e-6, 0.1, 0.5, 0.99}) {
            double y = quantile(mixture, probability);

            double expected = Integral.of(x -> Math.pow(mixture.cdf(x), 2), low, y)
                    + Integral.of(x -> Math.pow(1 - mixture.cdf(x), 2), y, high);

            assertThat(mixture.crps(y))
                    .isCloseTo(expected, within(1e-5 * expected + 1e-6 * Math.sqrt(mixture.total())));
        }
    }

    @ParameterizedTest
    @MethodSource("continuous")
    void stretching_isAChangeOfVariable(DistributionMixture mixture) {
        double y = quantile(mixture, 0.8);
        double before = mixture.stretchedLogDensity(y, 2.5);
        double unchanged = mixture.stretchedLogDensity(y, 1);
        double median = quantile(mixture, 0.5);

        assertThat(unchanged).isCloseTo(mixture.logDensity(y), within(1e-9));
        double total = mixture.total();
        boolean linear = mixture.lowest() != 0;
        mixture.stretch(2.5);

        assertThat(mixture.logDensity(y)).isCloseTo(before, within(1e-9));
        if (linear) {
            assertThat(mixture.total()).isCloseTo(2.5 * total, within(1e-9 * total));
        } else {
            assertThat(quantile(mixture, 0.975)).isGreaterThan(median);
            assertThat(quantile(mixture, 0.025)).isBetween(0.0, median);
        }
    }

    @ParameterizedTest
    @MethodSource("counts")
    void figuresOfCounts_areSumsOfProbabilities(DistributionMixture mixture) {
        double below = 0;
        double mean = 0;
        double squares = 0;
        double y = Math.rint(mixture.mean());
        double far = y + 3000;
        double crps = 0;
        double crpsOfFar = 0;
        for (int k = 0; k < 4000; k++) {
            double probability = Math.exp(mixture.logDensity(k));
            assertThat(mixture.cdf(k)).isCloseTo(below + probability, within(1e-10));
            below += probability;
            mean += k * probability;
            squares += (double) k * k * probability;
            crps += Math.pow(below - (y <= k ? 1 : 0), 2);
            crpsOfFar += Math.pow(below - (far <= k ? 1 : 0), 2);
        }
        assertThat(below).isCloseTo(1, within(1e-9));
        assertThat(mixture.mean()).isCloseTo(mean, within(1e-7));
        assertThat(mixture.total()).isCloseTo(squares - mean * mean, within(1e-6 * squares));
        assertThat(mixture.crps(y)).isCloseTo(crps, within(1e-5 * crps));
        assertThat(mixture.crps(far)).isCloseTo(crpsOfFar, within(1e-5 * crpsOfFar));
    }

    @ParameterizedTest
    @ValueSource(doubles = {100, 2999, 20_000})
    void crpsOfThousandsOfCounts_isAccurateTo1e4(double y) {
        DistributionMixture mixture = mixture(new NegativeBinomialCounts(3000, 1));
        double below = 0;
        double crps = 0;
        for (int k = 0; k < 100_000; k++) {
            below += Math.exp(mixture.logDensity(k));
            crps += Math.pow(below - (y <= k ? 1 : 0), 2);
        }
        assertThat(mixture.crps(y)).isCloseTo(crps, within(1e-4 * crps));
    }

    @ParameterizedTest
    @MethodSource("counts")
    void quantilesOfCounts_areTheSmallestThatReachTheProbability(DistributionMixture mixture) {
        for (double probability : PROBABILITIES) {
            double quantile = quantile(mixture, probability);

            assertThat(quantile).isEqualTo(Math.rint(quantile)).isNotNegative();
            assertThat(mixture.cdf(quantile)).isGreaterThanOrEqualTo(probability);
            assertThat(mixture.cdf(quantile - 1)).isLessThan(probability);
        }
    }

    @ParameterizedTest
    @MethodSource("counts")
    void centralLevelOfACount_isThatOfTheSmallestIntervalWithTheCount(DistributionMixture mixture) {
        double highest = quantile(mixture, 0.9999);
        for (double y = quantile(mixture, 1e-4); y <= highest; y++) {
            double level = mixture.centralLevel(y);
            for (double inside : new double[] {1e-9, 0.3, 0.9}) {
                double larger = level + inside * (1 - level);
                assertThat(quantile(mixture, (1 - larger) / 2)).isLessThanOrEqualTo(y);
                assertThat(quantile(mixture, (1 + larger) / 2)).isGreaterThanOrEqualTo(y);
            }
            assertThat(mixture.probabilityTransform(y)).isBetween(mixture.cdf(y - 1), mixture.cdf(y));
        }
    }
}
