package io.credence.ensemble.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.credence.ensemble.metric.CoverageAccumulator;
import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.GaussianMixture;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConformalTest {
    private static ResidualScores ranks(int n) {
        ResidualScores scores = new ResidualScores();
        GaussianMixture unit = new GaussianMixture(1);
        for (int i = n; i >= 1; i--) {
            scores.add(unit, i % 2 == 0 ? i : -i);
        }
        return scores;
    }

    @Test
    void rank_hasTheFiniteSampleCorrection() {
        // ceil((n + 1) coverage): the largest of 19 scores guarantees 95 %, but 18 rows are too few.
        assertThat(ranks(19).conformal(0.95).multiplier()).isCloseTo(19, within(1e-5));
        assertThat(ranks(18).conformal(0.95).multiplier()).isInfinite();
        assertThat(ranks(9).conformal(0.9).multiplier()).isCloseTo(9, within(1e-5));
        assertThat(ranks(10).conformal(0.9).multiplier()).isCloseTo(10, within(1e-5));
        assertThat(ranks(99).conformal(0.9).multiplier()).isCloseTo(90, within(1e-4));
        assertThat(ranks(0).conformal(0.5).multiplier()).isInfinite();
    }

    @Property
    void rank_ofAnIntegerProduct_isNotRoundedUp(@ForAll @IntRange(min = 1, max = 99) int percent) {
        assertThat(ranks(99).conformal(percent / 100.0).multiplier()).isCloseTo(percent, within(1e-4));
    }

    @Test
    void interval_isTheMeanPlusOrMinusAMultipleOfTheStandardDeviation() {
        GaussianMixture mixture = new GaussianMixture(2);
        mixture.set(0, 8, 3);
        mixture.set(1, 10, 3);
        Conformal.Interval interval = new Conformal.Interval(0.9, 1.5);
        assertThat(interval.lower(mixture, List.of())).isEqualTo(6);
        assertThat(interval.upper(mixture, List.of())).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(ints = {19, 40, 500})
    void coverage_onExchangeableRows_meetsTheGuarantee_evenIfTheModelIsWrong(int rows) {
        CoverageAccumulator coverage = new CoverageAccumulator();
        Random random = new Random(rows);
        GaussianMixture mixture = new GaussianMixture(1);
        for (int trial = 0; trial < 20_000 / rows; trial++) {
            ResidualScores scores = new ResidualScores();
            for (int i = 0; i < rows; i++) {
                scores.add(mixture, wrongRow(mixture, random));
            }
            Conformal.Interval interval = scores.conformal(0.9);
            for (int i = 0; i < 200; i++) {
                double label = wrongRow(mixture, random);
                double lower = interval.lower(mixture, List.of());
                double upper = interval.upper(mixture, List.of());
                coverage.add(lower <= label && label <= upper, upper - lower);
            }
        }
        // On average, the coverage is at least the guarantee, and at most 1 / (n + 1) above it.
        assertThat(coverage.coverage().value()).isBetween(0.89, 0.91 + 1.0 / (rows + 1));
        assertThat(coverage.meanSize()).isPositive().isFinite();
    }

    /** Draws a heavy-tailed label, and predicts a Gaussian of half its scale. */
    private static double wrongRow(GaussianMixture mixture, Random random) {
        double scale = 0.5 + random.nextDouble();
        mixture.set(0, 0.3, 0.25 * scale * scale);
        return scale * random.nextGaussian() / Math.sqrt(0.2 + random.nextDouble());
    }

    @ParameterizedTest
    @EnumSource
    void labelSets_meetTheGuarantee_evenIfTheModelIsWrong(LabelScore score) {
        CoverageAccumulator coverage = new CoverageAccumulator();
        Random random = new Random(4);
        CategoricalMixture truth = new CategoricalMixture(5);
        CategoricalMixture overconfident = new CategoricalMixture(5);
        for (int trial = 0; trial < 100; trial++) {
            LabelScores scores = new LabelScores(score);
            LabelScores half = new LabelScores(score);
            for (int i = 0; i < 200; i++) {
                (i % 2 == 0 ? scores : half).add(overconfident, drawLabel(truth, overconfident, random));
            }
            scores.merge(half);
            Conformal.LabelSet set = scores.conformal(0.9);
            for (int i = 0; i < 200; i++) {
                int label = drawLabel(truth, overconfident, random);
                coverage.add(set.contains(overconfident, List.of(), label), set.size(overconfident, List.of()));
            }
        }
        // Adaptive sets cover more, because they contain the predicted class even if its score exceeds the threshold.
        assertThat(coverage.coverage().value()).isBetween(0.892, 0.95);
        assertThat(coverage.meanSize()).isBetween(1.0, 4.0);
    }

    private static int drawLabel(CategoricalMixture truth, CategoricalMixture overconfident, Random random) {
        float[] logits = new float[5];
        for (int k = 0; k < 5; k++) {
            logits[k] = 2 * (float) random.nextGaussian();
        }
        truth.clear().add(logits, 0, 1);
        overconfident.clear().add(logits, 0, 0.3);
        double u = random.nextDouble();
        int label = 0;
        while (label < 4 && u > truth.probability(label)) {
            u -= truth.probability(label++);
        }
        return label;
    }

    @Test
    void scores_ofThreeClasses_matchHandComputedValues() {
        CategoricalMixture mixture = new CategoricalMixture(3);
        mixture.clear().add(new float[] {(float) Math.log(0.2), (float) Math.log(0.7), (float) Math.log(0.1)}, 0, 1);
        assertThat(LabelScore.LEAST_AMBIGUOUS.of(mixture, 2)).isCloseTo(-Math.log(0.1), within(1e-6));
        // The probability of class 0 and all more probable classes is 0.7 + 0.2.
        assertThat(1 + LabelScore.ADAPTIVE.of(mixture, 0)).isCloseTo(0.9, within(1e-7));
        assertThat(1 + LabelScore.ADAPTIVE.of(mixture, 1)).isCloseTo(0.7, within(1e-7));
        assertThat(LabelScore.ADAPTIVE.of(mixture, 2)).isZero();
        mixture.clear().add(new float[] {1, 1, 0}, 0, 1);
        // Of two equally probable classes, the first one ranks higher.
        assertThat(LabelScore.ADAPTIVE.of(mixture, 0))
                .isCloseTo(-mixture.probability(1) - mixture.probability(2), within(1e-15));
        assertThat(LabelScore.ADAPTIVE.of(mixture, 1)).isCloseTo(-mixture.probability(2), within(1e-15));
        mixture.clear().add(new float[] {(float) Math.log(0.2), (float) Math.log(0.7), (float) Math.log(0.1)}, 0, 1);
        Conformal.LabelSet none = new Conformal.LabelSet(0.5, LabelScore.LEAST_AMBIGUOUS, -Math.log(0.9));
        assertThat(none.size(mixture, List.of())).isOne();
        assertThat(none.contains(mixture, List.of(), 1)).isTrue();
        assertThat(new LabelScores(LabelScore.ADAPTIVE).conformal(0.9).size(mixture, List.of()))
                .isEqualTo(3);
    }

    @Test
    void invalidInputs_areRejected() {
        assertThatThrownBy(() -> ranks(3).conformal(1)).hasMessageContaining("1.0");
        assertThatThrownBy(
                        () -> new LabelScores(LabelScore.ADAPTIVE).merge(new LabelScores(LabelScore.LEAST_AMBIGUOUS)))
                .hasMessageContaining("LEAST_AMBIGUOUS");
    }
}
