package io.credence.ensemble.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.credence.ensemble.predictive.GaussianMixture;
import io.credence.ensemble.predictive.StandardNormal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegressionAccumulatorTest {
    private static GaussianMixture gaussian(double mean, double variance) {
        GaussianMixture mixture = new GaussianMixture(1);
        mixture.set(0, mean, variance);
        return mixture;
    }

    private static RegressionAccumulator calibrated(int rows, double scale, long seed) {
        Random random = new Random(seed);
        RegressionAccumulator accumulator = new RegressionAccumulator();
        GaussianMixture mixture = new GaussianMixture(2);
        for (int i = 0; i < rows; i++) {
            double centre = 100 * random.nextDouble();
            double distance = 4 * random.nextDouble();
            double deviation = 0.2 + 2 * random.nextDouble();
            mixture.set(0, centre - distance, deviation * deviation);
            mixture.set(1, centre + distance, deviation * deviation);
            double label = centre + (random.nextBoolean() ? distance : -distance) + deviation * random.nextGaussian();
            mixture.stretch(scale);
            accumulator.add(mixture, label);
        }
        return accumulator;
    }

    @Test
    void metrics_ofTwoRows_matchHandComputedValues() {
        RegressionAccumulator accumulator = new RegressionAccumulator();
        accumulator.add(gaussian(1, 4), 4);
        accumulator.add(gaussian(3, 1), 2);
        Evaluation evaluation = accumulator.evaluation();
        assertThat(evaluation.rows()).isEqualTo(2);
        assertThat(evaluation.uncertainty().total()).isEqualTo(2.5);
        assertThat(evaluation.metrics())
                .containsEntry("rmse", Math.sqrt(5))
                .containsEntry("mae", 2.0)
                .containsEntry("r2", 1 - 10 / 2.0)
                .containsEntry("coverage50", 0.0)
                .containsEntry("coverage90", 1.0)
                .containsEntry("sharpness", Math.sqrt(2.5));
        double nll = 0.5 * Math.log(2 * Math.PI) + (9 / 8.0 + Math.log(2) + 0.5) / 2;
        assertThat(evaluation.metrics().get("nll")).isCloseTo(nll, within(1e-14));
        assertThat(evaluation.metrics().get("gaussianNll")).isCloseTo(nll, within(1e-14));
        assertThat(evaluation.metrics().get("intervalWidth95")).isCloseTo(3 * 1.959963984540054, within(1e-12));
        // No label is outside its 95 % interval, so the interval score is the width.
        assertThat(evaluation.metrics().get("intervalScore95")).isCloseTo(3 * 1.959963984540054, within(1e-12));
        assertThat(evaluation.metrics().get("crps"))
                .isCloseTo((gaussian(1, 4).crps(4) + gaussian(3, 1).crps(2)) / 2, within(1e-15));
    }

    @Test
    void intervalScore_ofALabelOutside_includesFortyTimesTheDistance() {
        RegressionAccumulator accumulator = new RegressionAccumulator();
        accumulator.add(gaussian(0, 1), -3);
        double bound = 1.959963984540054;
        assertThat(accumulator.evaluation().metrics().get("intervalScore95"))
                .isCloseTo(2 * bound + 40 * (3 - bound), within(1e-10));
        assertThat(accumulator.evaluation().metrics().get("coverage95")).isZero();
    }

    @Test
    void coverage_ofTheTrueMixture_isNominalAtEveryLevel() {
        Evaluation evaluation = calibrated(40_000, 1, 1).evaluation();
        Curve coverage = evaluation.curves().get("coverage");
        for (int i = 0; i <= 100; i++) {
            assertThat(coverage.y()[i]).isCloseTo(i / 100.0, within(0.012));
        }
        assertThat(evaluation.metrics().get("miscalibrationArea")).isLessThan(0.006);
        assertThat(evaluation.metrics().get("coverage95Lower")).isLessThan(0.95);
        assertThat(evaluation.metrics().get("coverage95Upper")).isGreaterThan(0.95);
        for (double density : evaluation.curves().get("pit").y()) {
            assertThat(density).isCloseTo(1, within(0.1));
        }
    }

    @Test
    void properScores_areLowestForTheTrueSpread() {
        for (String score : new String[] {"nll", "crps", "intervalScore95", "gaussianNll"}) {
            double truth = calibrated(20_000, 1, 2).evaluation().metrics().get(score);
            assertThat(truth)
                    .as(score)
                    .isLessThan(
                            calibrated(20_000, 0.6, 2).evaluation().metrics().get(score))
                    .isLessThan(
                            calibrated(20_000, 1.7, 2).evaluation().metrics().get(score));
        }
    }

    @Test
    void miscalibrationArea_withoutSpread_isOneHalf() {
        RegressionAccumulator accumulator = new RegressionAccumulator();
        for (int i = 0; i < 10; i++) {
            accumulator.add(gaussian(0, 1e-12), i + 1);
        }
        assertThat(accumulator.evaluation().metrics().get("miscalibrationArea")).isCloseTo(0.495, within(1e-12));
    }

    @Test
    void ause_isZeroIfVarianceRanksLikeErrors_andPositiveIfReversed() {
        RegressionAccumulator sorted = new RegressionAccumulator();
        RegressionAccumulator backwards = new RegressionAccumulator();
        for (int i = 1; i <= 100; i++) {
            sorted.add(gaussian(0, i), i);
            backwards.add(gaussian(0, 101 - i), i);
        }
        assertThat(sorted.evaluation().metrics().get("ause")).isCloseTo(0, within(1e-12));
        double oracle = 0;
        double reverse = 0;
        double ascending = 0;
        double descending = 0;
        for (int i = 1; i <= 100; i++) {
            ascending += i * i;
            descending += (101 - i) * (101 - i);
            oracle += Math.sqrt(ascending / i);
            reverse += Math.sqrt(descending / i);
        }
        assertThat(backwards.evaluation().metrics().get("ause"))
                .isCloseTo((reverse - oracle) / 100 / Math.sqrt(ascending / 100), within(1e-9));
    }

    private record LabelledRow(GaussianMixture mixture, double label) {}

    private static List<LabelledRow> rows(int count, Random random) {
        List<LabelledRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            GaussianMixture mixture = new GaussianMixture(2);
            mixture.set(0, 1e4 + random.nextGaussian(), 0.1 + random.nextDouble());
            mixture.set(1, 1e4 + random.nextGaussian(), 0.1 + random.nextDouble());
            rows.add(new LabelledRow(mixture, 1e4 + Math.exp(3 * random.nextGaussian())));
        }
        return rows;
    }

    private static RegressionAccumulator sum(List<LabelledRow> rows) {
        RegressionAccumulator sum = new RegressionAccumulator();
        rows.forEach(row -> sum.add(row.mixture(), row.label()));
        return sum;
    }

    /** Uses more rows than there are bins, so that the histograms drop bits. */
    @ParameterizedTest
    @ValueSource(ints = {1, 300, 6_000})
    void metrics_inAnyOrderAndGrouping_haveTheSameBits(int count) {
        Random random = new Random(11);
        List<LabelledRow> rows = rows(count, random);
        Evaluation whole = sum(rows).evaluation();
        for (int pieces : new int[] {2, 7, 20}) {
            Collections.shuffle(rows, random);
            RegressionAccumulator merged = new RegressionAccumulator();
            for (int p = 0; p < pieces; p++) {
                merged.merge(sum(rows.subList(p * count / pieces, (p + 1) * count / pieces)));
            }
            SameBits.assertSame(merged.evaluation(), whole);
        }
    }

    @Test
    void crps_matchesTheMixture() {
        GaussianMixture mixture = new GaussianMixture(2);
        mixture.set(0, -5, 1);
        mixture.set(1, 5, 1);
        RegressionAccumulator accumulator = new RegressionAccumulator();
        accumulator.add(mixture, 5);
        // E|X - y| - E|X - X'| / 2. Draws from different components are 10 apart on average, up to
        // 1e-12; draws from the same component are 2 / sqrt(pi) apart on average.
        double fromLabel = (10 + Math.sqrt(2 / Math.PI)) / 2;
        double spread = (10 + 2 / Math.sqrt(Math.PI)) / 2;
        assertThat(accumulator.evaluation().metrics().get("crps")).isCloseTo(fromLabel - spread / 2, within(1e-9));
        double nll = -StandardNormal.logDensity(0) + Math.log(2);
        assertThat(accumulator.evaluation().metrics().get("nll")).isCloseTo(nll, within(1e-12));
        assertThat(accumulator.evaluation().metrics().get("gaussianNll"))
                .isCloseTo(0.5 * Math.log(2 * Math.PI * 26) + 12.5 / 26, within(1e-12));
    }

    @Test
    void noRowsAndNonFiniteLabels_areRejected() {
        assertThatThrownBy(() -> new RegressionAccumulator().evaluation()).hasMessageContaining("0 rows");
        assertThatThrownBy(() -> new RegressionAccumulator().add(gaussian(0, 1), Double.NaN))
                .hasMessageContaining("NaN");
    }
}
