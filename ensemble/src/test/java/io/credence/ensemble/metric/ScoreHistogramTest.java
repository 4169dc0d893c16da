package io.credence.ensemble.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreHistogramTest {
    /** Returns scores of both signs, with ties. */
    private static double[] scores(int n, Random random) {
        return random.doubles(n, -8, 8).map(s -> Math.round(4 * s) / 4.0).toArray();
    }

    private static double[] losses(double[] scores, Random random) {
        return Arrays.stream(scores)
                .map(s -> random.nextGaussian() * 6 < s ? 1 : 0)
                .toArray();
    }

    private static ScoreHistogram histogram(double[] scores, double[] losses) {
        ScoreHistogram histogram = new ScoreHistogram();
        for (int i = 0; i < scores.length; i++) {
            histogram.add(scores[i], losses[i]);
        }
        return histogram;
    }

    @Property(tries = 100)
    void auroc_isTheFractionOfPairsInOrder(@ForAll long seed, @ForAll @IntRange(min = 2, max = 60) int n) {
        Random random = new Random(seed);
        double[] scores = scores(n, random);
        double[] losses = losses(scores, random);
        double inOrder = 0;
        double pairs = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (losses[i] == 1 && losses[j] == 0) {
                    inOrder += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                    pairs++;
                }
            }
        }
        double auroc = histogram(scores, losses).ranking().auroc().value();
        if (pairs == 0) {
            assertThat(auroc).isNaN();
        } else {
            assertThat(auroc).isCloseTo(inOrder / pairs, within(1e-12));
        }
    }

    @Test
    void auroc_ofDistinctScores_matchesTheHandComputedValue() {
        // Positives at 0.4 and 0.9 among negatives at 0.1, 0.5: three of the four pairs are in order.
        ConfidenceInterval auroc = histogram(new double[] {0.1, 0.4, 0.5, 0.9}, new double[] {0, 1, 0, 1})
                .ranking()
                .auroc();
        assertThat(auroc.value()).isEqualTo(0.75);
        // DeLong's placement values are 1/2, 1 and 1, 1/2. Both variances are 1/8, each over two rows, so 1/8 in total.
        // The formula of Hanley and McNeil gives less.
        double scale = 1 / 8.0 / variance(0.75, 2, 2);
        assertThat(scale).isBetween(1.6, 1.7);
        for (double end : new double[] {auroc.lower(), auroc.upper()}) {
            assertThat(Math.abs(0.75 - end)).isCloseTo(1.959964 * Math.sqrt(scale * variance(end, 2, 2)), within(1e-6));
        }
        assertThat(auroc.lower()).isBetween(0.0, 0.4);
        assertThat(auroc.upper()).isBetween(0.9, 1.0);
    }

    /**
     * Returns the variance of Hanley and McNeil with the mean number of rows in place of both numbers, as in
     * Newcombe's method.
     */
    private static double variance(double area, int positives, int negatives) {
        double ofPairs = area / (2 - area) + 2 * area * area / (1 + area) - 2 * area * area;
        return (area * (1 - area) + (0.5 * (positives + negatives) - 1) * ofPairs) / (positives * negatives);
    }

    /**
     * The true AUROC of two unit normals at distance d is F(d / sqrt 2). At 0.99 the samples are often separated
     * perfectly. In the last case half of the positives are far away and half are distributed like the negatives,
     * which the formula alone does not cover.
     */
    @ParameterizedTest
    @CsvSource({
        "1, 0.7602499389, 60, 60",
        "3.2899527, 0.99, 50, 50",
        "3.2899527, 0.99, 200, 8",
        "3.2899527, 0.99, 12, 12",
        "1, 0.7602499389, 100, 3",
        "20, 0.75, 500, 20"
    })
    void aurocInterval_hasItsNominalCoverage(double distance, double truth, int negatives, int positives) {
        Random random = new Random(7);
        int covered = 0;
        int trials = 1000;
        for (int trial = 0; trial < trials; trial++) {
            ScoreHistogram histogram = new ScoreHistogram();
            for (int i = 0; i < negatives + positives; i++) {
                boolean overlaps = truth == 0.75 && random.nextBoolean();
                histogram.add(
                        random.nextGaussian() + (i < positives && !overlaps ? distance : 0), i < positives ? 1 : 0);
            }
            ConfidenceInterval auroc = histogram.ranking().auroc();
            covered += auroc.lower() <= truth && truth <= auroc.upper() ? 1 : 0;
        }
        // Over 1000 trials the fraction has a standard deviation of 0.007. Near 1 the interval is conservative.
        assertThat(covered / (double) trials).isBetween(0.93, 0.995);
    }

    @Test
    void aurocInterval_ofPerfectSeparation_isNotEmpty() {
        ConfidenceInterval fortyRows = ofSeparated(20, 20).ranking().auroc();
        assertThat(fortyRows.value()).isEqualTo(1);
        assertThat(fortyRows.upper()).isEqualTo(1);
        double lower = fortyRows.lower();
        assertThat(lower).isBetween(0.85, 0.95);
        assertThat(1 - lower).isCloseTo(1.959964 * Math.sqrt(variance(lower, 20, 20)), within(1e-6));
        ConfidenceInterval onePositive = ofSeparated(50, 1).ranking().auroc();
        assertThat(onePositive.lower()).isLessThan(0.6);
        assertThat(ofSeparated(50, 0).ranking().auroc().lower()).isNaN();
    }

    private static ScoreHistogram ofSeparated(int negatives, int positives) {
        ScoreHistogram histogram = new ScoreHistogram();
        for (int i = 0; i < negatives + positives; i++) {
            histogram.add(i, i < negatives ? 0 : 1);
        }
        return histogram;
    }

    @Property(tries = 50)
    void areaUnderRiskCoverage_isTheMeanOverTheOrdersOfTies(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int n) {
        Random random = new Random(seed);
        double[] scores = scores(n, random);
        double[] losses = losses(scores, random);
        double sum = 0;
        for (int i = 1; i <= n; i++) {
            sum += expectedLoss(scores, losses, i) / i;
        }
        assertThat(histogram(scores, losses).ranking().areaUnderRiskCoverage()).isCloseTo(sum / n, within(1e-11));
    }

    /** Returns the expected loss of the {@code kept} rows with the lowest scores, with ties in random order. */
    private static double expectedLoss(double[] scores, double[] losses, int kept) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        double threshold = sorted[kept - 1];
        double below = 0;
        double rowsBelow = 0;
        double tied = 0;
        double rowsTied = 0;
        for (int i = 0; i < scores.length; i++) {
            below += scores[i] < threshold ? losses[i] : 0;
            rowsBelow += scores[i] < threshold ? 1 : 0;
            tied += scores[i] == threshold ? losses[i] : 0;
            rowsTied += scores[i] == threshold ? 1 : 0;
        }
        return below + (kept - rowsBelow) * tied / rowsTied;
    }

    @Test
    void areaUnderRiskCoverage_ofFourRows_matchesTheHandComputedValue() {
        double area = histogram(new double[] {1, 2, 3, 4}, new double[] {0, 1, 0, 1})
                .ranking()
                .areaUnderRiskCoverage();
        assertThat(area).isCloseTo((0 + 1 / 2.0 + 1 / 3.0 + 1 / 2.0) / 4, within(1e-15));
    }

    @Test
    void areaUnderRiskCoverage_ofAMillionTiedRows_isTheErrorRate() {
        ScoreHistogram histogram = new ScoreHistogram();
        for (int i = 0; i < 1_000_000; i++) {
            histogram.add(i < 100 ? 0.1 : 0.5, i % 4 == 0 ? 1 : 0);
        }
        assertThat(histogram.ranking().areaUnderRiskCoverage()).isCloseTo(0.25, within(1e-12));
    }

    @Test
    void riskCoverage_ofFourRows_matchesHandComputedValues() {
        Curve curve = histogram(new double[] {1, 2, 2, 4}, new double[] {0, 1, 0, 1})
                .ranking()
                .riskCoverage(4);
        assertThat(curve.x()).containsExactly(0.25, 0.5, 0.75, 1);
        assertThat(curve.y()).containsExactly(0, 0.25, 1 / 3.0, 0.5);
        assertThat(curve.count()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void averagePrecisionAndFalsePositiveRate_matchHandComputedValues() {
        Ranking ranking = histogram(new double[] {0.1, 0.4, 0.5, 0.9}, new double[] {0, 1, 0, 1})
                .ranking();
        assertThat(ranking.averagePrecision()).isCloseTo((1 + 2 / 3.0) / 2, within(1e-15));
        assertThat(ranking.falsePositiveRate(0.95)).isEqualTo(0.5);
        assertThat(ranking.falsePositiveRate(0.5)).isZero();
    }

    @Test
    void equalMassError_matchesHandComputedValues() {
        // Two bins of two rows: scores 0.1, 0.3 with no error and 0.5, 0.7 with two.
        Ranking ranking = histogram(new double[] {0.5, 0.1, 0.7, 0.3}, new double[] {1, 0, 1, 0})
                .ranking();
        assertThat(ranking.equalMassError(2)).isCloseTo((0.4 + 0.8) / 4, within(1e-7));
        // In one bin the two gaps partly cancel.
        assertThat(ranking.equalMassError(1)).isCloseTo(0.1, within(1e-7));
        Ranking tied =
                histogram(new double[] {0.5, 0.5, 0.5}, new double[] {1, 0, 1}).ranking();
        assertThat(tied.equalMassError(2)).isCloseTo(2 / 3.0 - 0.5, within(1e-12));
    }

    @Property(tries = 30)
    void mergedHistograms_equalTheWhole_inAnyOrder(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60_000) int n) {
        Random random = new Random(seed);
        double[] scores = random.doubles(n).map(u -> Math.exp(-30 * u)).toArray();
        double[] losses = losses(scores, random);
        ScoreHistogram whole = histogram(scores, losses);
        int from = random.nextInt(n);
        ScoreHistogram first = histogram(Arrays.copyOf(scores, from), Arrays.copyOf(losses, from));
        ScoreHistogram second = histogram(Arrays.copyOfRange(scores, from, n), Arrays.copyOfRange(losses, from, n));
        ScoreHistogram swapped = new ScoreHistogram();
        swapped.merge(second);
        swapped.merge(first);
        assertEqual(swapped.ranking(), whole.ranking());
        first.merge(second);
        assertEqual(first.ranking(), whole.ranking());
    }

    private static void assertEqual(Ranking actual, Ranking expected) {
        assertThat(actual.low()).isEqualTo(expected.low());
        assertThat(actual.high()).isEqualTo(expected.high());
        assertThat(actual.count()).isEqualTo(expected.count());
        assertThat(actual.loss()).isEqualTo(expected.loss());
    }

    @Test
    void manyScores_areCoarsenedWithinTheDocumentedResolution() {
        Random random = new Random(3);
        ScoreHistogram histogram = new ScoreHistogram();
        double[] scores = random.doubles(500_000).map(u -> Math.pow(2, -30 * u)).toArray();
        for (double score : scores) {
            histogram.add(score, 0);
        }
        Ranking ranking = histogram.ranking();
        assertThat(ranking.rows()).isEqualTo(500_000);
        assertThat(ranking.count().length).isBetween(ScoreHistogram.MAX_BINS / 4, ScoreHistogram.MAX_BINS);
        Arrays.sort(scores);
        int row = 0;
        for (int b = 0; b < ranking.count().length; b++) {
            assertThat(ranking.high()[b] / ranking.low()[b]).isLessThan(1 + 1 / 500.0);
            for (long i = 0; i < ranking.count()[b]; i++) {
                float score = (float) scores[row++];
                assertThat((double) score).isBetween(ranking.low()[b], ranking.high()[b]);
            }
        }
    }

    @Test
    void distribution_countsALongTailInTheLastBin() {
        ScoreHistogram histogram = new ScoreHistogram();
        for (int i = 0; i < 198; i++) {
            histogram.add(i % 2 == 0 ? 0.5 : 4, 0);
        }
        histogram.add(1e6, 0);
        histogram.add(1e7, 0);
        Curve curve = histogram.ranking().distribution(4);
        assertThat(curve.x()).containsExactly(0.5, 1.5, 2.5, 3.5);
        assertThat(curve.count()).containsExactly(99, 0, 0, 101);
        assertThat(curve.y()).containsExactly(0.495, 0, 0, 0.505);
        ScoreHistogram zeros = new ScoreHistogram();
        zeros.add(0, 0);
        assertThat(zeros.ranking().distribution(2).count()).containsExactly(1, 0);
    }

    @Test
    void auroc_ofCoarsenedScores_isCloseToTheExactValue() {
        Random random = new Random(9);
        ScoreHistogram fine = new ScoreHistogram(1 << 20);
        ScoreHistogram coarse = new ScoreHistogram();
        for (int i = 0; i < 300_000; i++) {
            double score = Math.exp(-12 + 3 * (i % 2) + 4 * random.nextGaussian());
            fine.add(score, i % 2);
            coarse.add(score, i % 2);
        }
        assertThat(coarse.ranking().count().length).isLessThan(fine.ranking().count().length / 10);
        assertThat(coarse.ranking().auroc().value())
                .isCloseTo(fine.ranking().auroc().value(), within(1e-6));
    }

    @Test
    void scores_ofBothSignsAndInfinities_areInOrder() {
        double[] scores = {3, -1, 0, Double.NEGATIVE_INFINITY, -0.0, Double.POSITIVE_INFINITY, -2.5};
        Ranking ranking = histogram(scores, new double[7]).ranking();
        assertThat(ranking.low()).containsExactly(Double.NEGATIVE_INFINITY, -2.5, -1, 0, 3, Double.POSITIVE_INFINITY);
        assertThat(ranking.count()).containsExactly(1, 1, 1, 2, 1, 1);
        assertThatThrownBy(() -> new ScoreHistogram().add(Double.NaN, 0)).hasMessageContaining("NaN");
    }

    @Test
    void infiniteScores_afterDroppedBits_stayInfinite() {
        ScoreHistogram histogram = new ScoreHistogram();
        histogram.add(Double.NEGATIVE_INFINITY, 0);
        histogram.add(Double.POSITIVE_INFINITY, 1);
        for (int i = 1; i <= 2 * ScoreHistogram.MAX_BINS; i++) {
            histogram.add(i / 3.0, 0);
        }
        Ranking ranking = histogram.ranking();
        assertThat(ranking.low()[0]).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(ranking.orderStatistic(ranking.rows())).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(ranking.auroc().value()).isEqualTo(1);
    }

    @Test
    void orderStatistic_isNeverBelowTheScore() {
        Random random = new Random(5);
        double[] scores = random.doubles(1000).toArray();
        Ranking ranking = histogram(scores, new double[1000]).ranking();
        Arrays.sort(scores);
        for (int rank = 1; rank <= 1000; rank++) {
            assertThat(ranking.orderStatistic(rank)).isBetween(scores[rank - 1], scores[rank - 1] * (1 + 3e-7));
        }
    }
}
