package io.credence.ensemble.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.credence.ensemble.distribution.DistributionMixture;
import io.credence.ensemble.distribution.PoissonCounts;
import io.credence.ensemble.metric.CoverageAccumulator;
import io.credence.ensemble.predictive.GaussianMixture;
import io.credence.ensemble.predictive.StandardNormal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conformalised quantile regression. */
class QuantileConformalTest {
    private static GaussianMixture gaussian(double mean, double variance) {
        GaussianMixture mixture = new GaussianMixture(1);
        mixture.set(0, mean, variance);
        return mixture;
    }

    private static QuantileScores scores(int rows, double factor, long seed) {
        QuantileScores scores = new QuantileScores(0.9);
        Random random = new Random(seed);
        for (int i = 0; i < rows; i++) {
            double deviation = 0.5 + random.nextDouble();
            scores.add(gaussian(1, deviation * deviation), 1 + factor * deviation * random.nextGaussian());
        }
        return scores;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 3})
    void coverage_onExchangeableRows_meetsTheGuarantee_evenIfTheModelIsWrong(double factor) {
        CoverageAccumulator coverage = new CoverageAccumulator();
        Random random = new Random(7);
        for (int trial = 0; trial < 200; trial++) {
            Conformal.QuantileInterval interval = scores(50, factor, trial).conformal(0.9);
            for (int i = 0; i < 100; i++) {
                double deviation = 0.5 + random.nextDouble();
                GaussianMixture mixture = gaussian(1, deviation * deviation);
                double label = 1 + factor * deviation * random.nextGaussian();
                coverage.add(interval.contains(mixture, List.of(), label), interval.size(mixture, List.of()));
            }
        }
        assertThat(coverage.coverage().value()).isBetween(0.89, 0.935);
    }

    @Test
    void margin_isAddedToThePredictedInterval_andNarrowsItToAPointAtMost() {
        GaussianMixture mixture = gaussian(5, 4);
        double z = StandardNormal.quantile(0.95);

        Conformal.QuantileInterval wider = new Conformal.QuantileInterval(0.9, 1.0);
        assertThat(wider.lower(mixture, List.of())).isCloseTo(5 - 2 * z - 1, within(1e-9));
        assertThat(wider.upper(mixture, List.of())).isCloseTo(5 + 2 * z + 1, within(1e-9));

        Conformal.QuantileInterval narrower = new Conformal.QuantileInterval(0.9, -100.0);
        assertThat(narrower.lower(mixture, List.of())).isCloseTo(5, within(1e-9));
        assertThat(narrower.upper(mixture, List.of())).isCloseTo(5, within(1e-9));

        assertThat(new QuantileScores(0.9).conformal(0.9).isEverything()).isTrue();
    }

    @Test
    void ends_ofCounts_areIntegersOfAtLeastZero() {
        DistributionMixture counts = new DistributionMixture(1);
        counts.set(0, new PoissonCounts(1.5));
        for (Conformal.Intervals interval :
                List.of(new Conformal.QuantileInterval(0.9, 1.5), new Conformal.Interval(0.9, 1.7))) {
            double lower = interval.lower(counts, List.of());
            double upper = interval.upper(counts, List.of());
            assertThat(lower).isZero();
            assertThat(upper).isEqualTo(Math.rint(upper)).isPositive();
            assertThat(interval.contains(counts, List.of(), upper)).isTrue();
            assertThat(interval.contains(counts, List.of(), upper + 1)).isFalse();
        }
    }

    /** With equal folds and equal predictions, CV+ is split conformal prediction on all rows. */
    @Test
    void crossInterval_ofEqualPredictions_isThatOfASingleMargin() {
        QuantileScores one = scores(40, 1.5, 1);
        QuantileScores two = scores(40, 1.5, 2);
        QuantileScores both = scores(40, 1.5, 1);
        both.merge(two);
        GaussianMixture mixture = gaussian(5, 4);
        Conformal.CrossQuantileInterval cross = one.conformal(0.9, List.of(one.ofFold(), two.ofFold()));
        Conformal.QuantileInterval single = both.conformal(0.9);

        List<GaussianMixture> folds = List.of(mixture, mixture);
        assertThat(cross.lower(mixture, folds)).isCloseTo(single.lower(mixture, List.of()), within(1e-4));
        assertThat(cross.upper(mixture, folds)).isCloseTo(single.upper(mixture, List.of()), within(1e-4));
    }

    @Test
    void merge_ofAnotherLevel_isRejected() {
        assertThatThrownBy(() -> new QuantileScores(0.9).merge(new QuantileScores(0.8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("level 0.8 cannot be merged into scores of level 0.9");
    }
}
