package io.credence.ensemble.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.credence.ensemble.metric.CoverageAccumulator;
import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.GaussianMixture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrossConformalTest {
    private static GaussianMixture gaussian(double mean, double deviation) {
        GaussianMixture mixture = new GaussianMixture(1);
        mixture.set(0, mean, deviation * deviation);
        return mixture;
    }

    @Property(tries = 200)
    void ends_areOrderStatisticsOverAllRows(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 6) int folds,
            @ForAll @IntRange(min = 9, max = 60) int n) {
        Random random = new Random(seed);
        List<FoldScores> scores = new ArrayList<>();
        List<GaussianMixture> predictions = new ArrayList<>();
        List<Double> lower = new ArrayList<>();
        List<Double> upper = new ArrayList<>();
        for (int fold = 0; fold < folds; fold++) {
            double mean = 100 * random.nextGaussian();
            double deviation = 0.1 + random.nextDouble();
            ResidualScores residuals = new ResidualScores();
            for (int i = fold; i < n; i += folds) {
                double score = (float) (3 * random.nextDouble());
                residuals.add(gaussian(0, 1), score);
                lower.add(mean - score * deviation);
                upper.add(mean + score * deviation);
            }
            scores.add(residuals.ofFold());
            predictions.add(gaussian(mean, deviation));
        }
        lower.sort(null);
        upper.sort(null);
        int rank = (int) Math.ceil(0.9 * (n + 1) - 1e-9);
        Conformal.CrossInterval interval = new Conformal.CrossInterval(0.9, scores);
        assertThat(interval.isEverything()).isEqualTo(rank > n);
        assertThat(interval.upper(gaussian(0, 1), predictions)).isCloseTo(upper.get(rank - 1), within(1e-5));
        assertThat(interval.lower(gaussian(0, 1), predictions)).isCloseTo(lower.get(n - rank), within(1e-5));
    }

    @Test
    void guarantee_matchesTheTheorem() {
        List<FoldScores> folds = new ArrayList<>();
        for (int fold = 0; fold < 5; fold++) {
            folds.add(new FoldScores(List.of(1.0, 2.0), List.of(10L, 20L)));
        }
        // 1 - 2 x 0.1 - min(2 x 0.8 / 21, 0.95 / 6).
        assertThat(new Conformal.CrossInterval(0.9, folds).guarantee()).isCloseTo(0.8 - 1.6 / 21, within(1e-12));
        assertThat(new Conformal.CrossInterval(0.3, folds).guarantee()).isZero();
        assertThat(new Conformal.Interval(0.9, 1.0).guarantee()).isEqualTo(0.9);
    }

    @Test
    void regionsFromTooFewRows_containEverything() {
        FoldScores one = new FoldScores(List.of(1.0), List.of(4L));
        Conformal.CrossInterval interval = new Conformal.CrossInterval(0.9, List.of(one, one));
        List<GaussianMixture> predictions = List.of(gaussian(0, 1), gaussian(0, 1));
        assertThat(interval.isEverything()).isTrue();
        assertThat(interval.lower(gaussian(0, 1), predictions)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(interval.upper(gaussian(0, 1), predictions)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThatThrownBy(() -> new Conformal.CrossInterval(0.9, List.of(one))).hasMessageContaining("at least 2");
    }

    @Test
    void mergedScores_areRoundedUpNeverDown() {
        ResidualScores many = new ResidualScores();
        double[] scores = new Random(5).doubles(20_000, 0, 4).toArray();
        Arrays.stream(scores).forEach(score -> many.add(gaussian(0, 1), score));
        FoldScores fold = many.ofFold();
        assertThat(fold.scores()).hasSizeLessThanOrEqualTo(1024);
        assertThat(fold.size()).isEqualTo(20_000);
        for (double score = 0.01; score < 4; score += 0.01) {
            double bound = score;
            long exact = Arrays.stream(scores).filter(each -> each <= bound).count();
            assertThat(fold.atMost(score)).isLessThanOrEqualTo(exact).isGreaterThan(exact - 60);
        }
    }

    /** The model of a fold is the mean of the other folds' labels, with a spread that is far too small. */
    @Test
    void coverage_isCloseToTheRequestedCoverage() {
        int folds = 5;
        int rows = 30;
        Random random = new Random(3);
        CoverageAccumulator coverage = new CoverageAccumulator();
        for (int trial = 0; trial < 2_000; trial++) {
            double[] labels = random.doubles(rows, 0, 1)
                    .map(u -> Math.tan(1.4 * (u - 0.5)))
                    .toArray();
            List<GaussianMixture> models = new ArrayList<>();
            List<FoldScores> scores = new ArrayList<>();
            for (int fold = 0; fold < folds; fold++) {
                double sum = 0;
                for (int i = 0; i < rows; i++) {
                    sum += i % folds == fold ? 0 : labels[i];
                }
                GaussianMixture model = gaussian(sum / (rows - rows / folds), 0.01);
                ResidualScores residuals = new ResidualScores();
                for (int i = fold; i < rows; i += folds) {
                    residuals.add(model, labels[i]);
                }
                models.add(model);
                scores.add(residuals.ofFold());
            }
            Conformal.CrossInterval interval = new Conformal.CrossInterval(0.8, scores);
            double label = Math.tan(1.4 * (random.nextDouble() - 0.5));
            double lower = interval.lower(models.get(0), models);
            double upper = interval.upper(models.get(0), models);
            coverage.add(lower <= label && label <= upper, upper - lower);
        }
        assertThat(coverage.coverage().value()).isBetween(0.78, 0.87);
    }

    @ParameterizedTest
    @EnumSource(LabelScore.class)
    void sets_ofIdenticalFolds_equalThoseOfASingleThreshold(LabelScore score) {
        Random random = new Random(8);
        LabelScores pooled = new LabelScores(score);
        List<LabelScores> separate = List.of(new LabelScores(score), new LabelScores(score), new LabelScores(score));
        CategoricalMixture row = new CategoricalMixture(4);
        for (int i = 0; i < 99; i++) {
            int label = draw(row, random);
            pooled.add(row, label);
            separate.get(i % 3).add(row, label);
        }
        Conformal.LabelSet split = pooled.conformal(0.9);
        Conformal.CrossLabelSet cross = separate.get(0)
                .conformal(0.9, separate.stream().map(LabelScores::ofFold).toList());
        assertThat(cross.score()).isEqualTo(score);
        for (int i = 0; i < 200; i++) {
            draw(row, random);
            for (int label = 0; label < 4; label++) {
                assertThat(cross.contains(row, List.of(row, row, row), label))
                        .isEqualTo(split.contains(row, List.of(), label));
            }
        }
    }

    private static int draw(CategoricalMixture row, Random random) {
        row.clear().add(new float[] {(float) random.nextGaussian(), (float) random.nextGaussian(), 1, 0}, 0, 1);
        double u = random.nextDouble();
        int label = 0;
        for (double sum = row.probability(0); sum < u && label < 3; sum += row.probability(label)) {
            label++;
        }
        return label;
    }
}
