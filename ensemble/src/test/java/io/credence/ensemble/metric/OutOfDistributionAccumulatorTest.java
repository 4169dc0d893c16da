package io.credence.ensemble.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.GaussianMixture;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutOfDistributionAccumulatorTest {
    private static void addRows(OutOfDistributionAccumulator accumulator, int rows, boolean outside, Random random) {
        GaussianMixture mixture = new GaussianMixture(3);
        for (int i = 0; i < rows; i++) {
            double noise = 0.5 + random.nextDouble();
            for (int m = 0; m < 3; m++) {
                mixture.set(m, (outside ? 2 : 0.2) * random.nextGaussian(), noise);
            }
            accumulator.add(mixture, outside);
        }
    }

    @Test
    void disagreementOutside_isDetectedByTheEpistemicPartOnly() {
        OutOfDistributionAccumulator accumulator = new OutOfDistributionAccumulator();
        addRows(accumulator, 3000, false, new Random(1));
        addRows(accumulator, 1000, true, new Random(2));
        OutOfDistributionEvaluation evaluation = accumulator.evaluation();
        assertThat(evaluation.rowsInside()).isEqualTo(3000);
        assertThat(evaluation.rowsOutside()).isEqualTo(1000);
        assertThat(evaluation.scores()).containsOnlyKeys("total", "aleatoric", "epistemic", "componentVariance");
        assertThat(evaluation.scores().get("epistemic").auroc()).isGreaterThan(0.97);
        assertThat(evaluation.scores().get("aleatoric").auroc()).isCloseTo(0.5, within(0.04));
        assertThat(evaluation.scores().get("componentVariance"))
                .as("all components of a row predict the same variance")
                .isEqualTo(evaluation.scores().get("aleatoric"));
        assertThat(evaluation.scores().get("aleatoric").aupr()).isCloseTo(0.25, within(0.05));
        assertThat(evaluation.scores().get("aleatoric").fpr95()).isCloseTo(0.95, within(0.03));
        assertThat(evaluation.scores().get("total").auroc())
                .isBetween(0.7, evaluation.scores().get("epistemic").auroc());
    }

    @Test
    void classification_hasTheScoresOfSoftmaxToo() {
        OutOfDistributionAccumulator accumulator = new OutOfDistributionAccumulator();
        CategoricalMixture mixture = new CategoricalMixture(3);
        for (int i = 0; i < 40; i++) {
            // Inside, both components are certain of the same class; outside, each is certain of a different one.
            boolean outside = i % 2 == 0;
            mixture.clear().add(new float[] {9 + i, 0, 0}, 0, 1);
            mixture.add(outside ? new float[] {0, 9 + i, 0} : new float[] {9 + i, 0, 0}, 0, 1);
            accumulator.add(mixture, outside);
        }
        OutOfDistributionEvaluation evaluation = accumulator.evaluation();
        assertThat(evaluation.scores())
                .containsOnlyKeys(
                        "total",
                        "aleatoric",
                        "epistemic",
                        "maximumProbability",
                        "maximumLogit",
                        "energy",
                        "disagreement",
                        "pairwiseDivergence",
                        "componentEntropy",
                        "componentMaximumProbability");
        for (String score :
                new String[] {"total", "epistemic", "maximumProbability", "disagreement", "pairwiseDivergence"}) {
            Separation separation = evaluation.scores().get(score);
            assertThat(separation).isEqualTo(new Separation(1, separation.aurocLower(), 1, 1, 0));
            assertThat(separation.aurocLower()).isBetween(0.85, 0.95);
        }
        for (String score : new String[] {"aleatoric", "componentEntropy", "componentMaximumProbability"}) {
            assertThat(evaluation.scores().get(score).auroc()).isLessThan(0.6);
        }
        assertThat(evaluation.roc().get("total").y()).containsOnly(1);
    }

    @Test
    void areaUnderTheRoc_isTheAuroc() {
        OutOfDistributionAccumulator accumulator = new OutOfDistributionAccumulator();
        addRows(accumulator, 500, false, new Random(3));
        addRows(accumulator, 700, true, new Random(4));
        OutOfDistributionEvaluation evaluation = accumulator.evaluation();
        evaluation.roc().forEach((name, curve) -> {
            double area = 0;
            for (int i = 1; i < curve.x().length; i++) {
                area += (curve.x()[i] - curve.x()[i - 1]) * (curve.y()[i] + curve.y()[i - 1]) / 2;
            }
            assertThat(area).isCloseTo(evaluation.scores().get(name).auroc(), within(0.006));
            assertThat(curve.y()[100]).isEqualTo(1);
        });
    }

    @Test
    void roc_ofTiedRows_isAStraightLine() {
        ScoreHistogram histogram = new ScoreHistogram();
        for (int i = 0; i < 10; i++) {
            histogram.add(1, i % 2);
        }
        Curve roc = histogram.ranking().receiverOperatingCharacteristic(4);
        assertThat(roc.y()).containsExactly(0, 0.25, 0.5, 0.75, 1);
    }

    @Test
    void mergedAccumulators_equalTheWhole_inAnyOrder() {
        OutOfDistributionAccumulator whole = new OutOfDistributionAccumulator();
        addRows(whole, 300, false, new Random(5));
        addRows(whole, 200, true, new Random(6));
        OutOfDistributionAccumulator inside = new OutOfDistributionAccumulator();
        addRows(inside, 300, false, new Random(5));
        OutOfDistributionAccumulator outside = new OutOfDistributionAccumulator();
        addRows(outside, 200, true, new Random(6));
        outside.merge(inside);
        assertThat(outside.evaluation().scores()).isEqualTo(whole.evaluation().scores());
        assertThatThrownBy(inside::evaluation).hasMessageContaining("300 rows from inside", "0 from outside");
    }
}
