package io.credence.ensemble.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.credence.ensemble.predictive.CategoricalMixture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassificationAccumulatorTest {
    private static CategoricalMixture mixtureOf(double... probabilities) {
        float[] logits = new float[probabilities.length];
        for (int k = 0; k < logits.length; k++) {
            logits[k] = (float) Math.log(probabilities[k]);
        }
        CategoricalMixture mixture = new CategoricalMixture(logits.length);
        mixture.clear().add(logits, 0, 1);
        return mixture;
    }

    /** Draws labels from softmax(z) and predicts softmax(z / T), which is correct for T = 1. */
    private static Evaluation sample(int rows, double temperature, long seed) {
        Random random = new Random(seed);
        ClassificationAccumulator accumulator = new ClassificationAccumulator(3);
        CategoricalMixture truth = new CategoricalMixture(3);
        CategoricalMixture predicted = new CategoricalMixture(3);
        for (int i = 0; i < rows; i++) {
            float[] logits = {
                2 * (float) random.nextGaussian(), 2 * (float) random.nextGaussian(), 2 * (float) random.nextGaussian()
            };
            truth.clear().add(logits, 0, 1);
            predicted.clear().add(logits, 0, temperature);
            double u = random.nextDouble();
            int label = u < truth.probability(0) ? 0 : u < truth.probability(0) + truth.probability(1) ? 1 : 2;
            accumulator.add(predicted, label);
        }
        return accumulator.evaluation();
    }

    @Test
    void metrics_ofFourBinaryRows_matchHandComputedValues() {
        ClassificationAccumulator accumulator = new ClassificationAccumulator(2);
        accumulator.add(mixtureOf(0.9, 0.1), 0);
        accumulator.add(mixtureOf(0.3, 0.7), 1);
        accumulator.add(mixtureOf(0.6, 0.4), 1);
        accumulator.add(mixtureOf(0.75, 0.25), 0);
        Map<String, Double> metrics = accumulator.evaluation().metrics();
        assertThat(metrics.get("accuracy")).isEqualTo(0.75);
        assertThat(metrics.get("balancedAccuracy")).isEqualTo(0.75);
        assertThat(metrics.get("nll")).isCloseTo(-Math.log(0.9 * 0.7 * 0.4 * 0.75) / 4, within(1e-7));
        assertThat(metrics.get("brier")).isCloseTo(2 * (0.01 + 0.09 + 0.36 + 0.0625) / 4, within(1e-7));
        // Every row is in a different bin, of width 1/15.
        assertThat(metrics.get("ece")).isCloseTo((0.1 + 0.3 + 0.6 + 0.25) / 4, within(1e-7));
        assertThat(metrics.get("mce")).isCloseTo(0.6, within(1e-7));
        assertThat(metrics.get("adaptiveEce")).isCloseTo((0.1 + 0.3 + 0.6 + 0.25) / 4, within(1e-7));
        assertThat(metrics.get("classwiseEce")).isCloseTo((0.1 + 0.3 + 0.6 + 0.25) / 4, within(1e-7));
        // Rows of the second class have probabilities 0.7 and 0.4 of it, the other rows 0.1 and 0.25.
        assertThat(metrics.get("auroc")).isEqualTo(1);
        assertThat(metrics.get("misclassificationAuroc")).isEqualTo(1);
        assertThat(metrics.get("misclassificationAupr")).isEqualTo(1);
        assertThat(metrics.get("aurc")).isCloseTo(1 / 16.0, within(1e-12));
        assertThat(accumulator.evaluation().curves().get("recall").y()).containsExactly(1, 0.5);
        assertThat(accumulator.evaluation().curves().get("precision").y()).containsExactly(2 / 3.0, 1);
        assertThat(accumulator.evaluation().curves().get("confusion").count()).containsExactly(2, 0, 1, 1);
    }

    /** Uses two bins of two rows each, in which gaps of opposite signs cancel. */
    @Test
    void calibrationErrors_ofRowsThatShareBins_matchHandComputedValues() {
        ClassificationAccumulator accumulator = new ClassificationAccumulator(2);
        accumulator.add(mixtureOf(0.9, 0.1), 0);
        accumulator.add(mixtureOf(0.88, 0.12), 1);
        accumulator.add(mixtureOf(0.62, 0.38), 0);
        accumulator.add(mixtureOf(0.65, 0.35), 0);
        Map<String, Double> metrics = accumulator.evaluation().metrics();
        // One of two rows is correct at a mean confidence of 0.89, and two of two at 0.635.
        assertThat(metrics.get("ece")).isCloseTo((0.39 + 0.365) / 2, within(1e-7));
        assertThat(metrics.get("mce")).isCloseTo(0.39, within(1e-7));
        assertThat(metrics.get("classwiseEce")).isCloseTo((0.39 + 0.365) / 2, within(1e-7));
        // Four rows make four bins of equal mass.
        assertThat(metrics.get("adaptiveEce")).isCloseTo((0.1 + 0.88 + 0.38 + 0.35) / 4, within(1e-6));
        // In order of decreasing uncertainty (0.38, 0.35, 0.12, 0.1), the wrong row comes third.
        assertThat(metrics.get("misclassificationAupr")).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(metrics.get("misclassificationAuroc")).isCloseTo(1 / 3.0, within(1e-12));
    }

    @Test
    void ece_ofACalibratedSample_convergesToZero() {
        Map<String, Double> few = sample(500, 1, 3).metrics();
        Map<String, Double> many = sample(200_000, 1, 3).metrics();
        for (String name : new String[] {"ece", "adaptiveEce", "classwiseEce"}) {
            assertThat(many.get(name)).as(name).isLessThan(0.005).isLessThan(few.get(name));
            assertThat(sample(20_000, 0.4, 3).metrics().get(name)).as(name).isGreaterThan(0.05);
        }
        // The remaining error is within the range that chance explains.
        assertThat(many.get("ece")).isBetween(0.3 * many.get("eceOfCalibrated"), 2 * many.get("eceOfCalibrated"));
        assertThat(few.get("ece")).isBetween(0.3 * few.get("eceOfCalibrated"), 2 * few.get("eceOfCalibrated"));
    }

    @Test
    void eceInterval_hasRoughlyItsNominalCoverage() {
        double truth = sample(400_000, 0.4, 99).metrics().get("ece");
        int covered = 0;
        for (int trial = 0; trial < 100; trial++) {
            Map<String, Double> metrics = sample(600, 0.4, trial).metrics();
            covered += metrics.get("eceLower") <= truth && truth <= metrics.get("eceUpper") ? 1 : 0;
        }
        assertThat(covered).isBetween(88, 100);
    }

    @Test
    void eceInterval_ofACalibratedSample_reachesZero() {
        int reached = 0;
        for (int trial = 0; trial < 50; trial++) {
            reached += sample(500, 1, 1000 + trial).metrics().get("eceLower") == 0 ? 1 : 0;
        }
        assertThat(reached).isBetween(44, 50);
    }

    @Test
    void properScores_areLowestForTheTruth() {
        for (String score : new String[] {"nll", "brier"}) {
            double truth = sample(20_000, 1, 5).metrics().get(score);
            assertThat(truth)
                    .as(score)
                    .isLessThan(sample(20_000, 0.7, 5).metrics().get(score))
                    .isLessThan(sample(20_000, 1.4, 5).metrics().get(score));
        }
    }

    /** With several components or three classes, a temperature does change predictions and rankings. */
    @Test
    void temperature_ofOneComponentAndTwoClasses_keepsAccuracyAndRankings() {
        Map<String, Double> before = ofTwoClasses(1);
        Map<String, Double> after = ofTwoClasses(0.5);
        for (String metric :
                new String[] {"accuracy", "balancedAccuracy", "auroc", "misclassificationAuroc", "misclassificationAupr"
                }) {
            assertThat(after.get(metric)).as(metric).isBetween(0.1, 0.99).isEqualTo(before.get(metric));
        }
        assertThat(after.get("aurc")).isCloseTo(before.get("aurc"), within(1e-12));
        assertThat(after.get("nll")).isNotCloseTo(before.get("nll"), within(0.01));
    }

    private static Map<String, Double> ofTwoClasses(double temperature) {
        Random random = new Random(6);
        ClassificationAccumulator accumulator = new ClassificationAccumulator(2);
        CategoricalMixture mixture = new CategoricalMixture(2);
        for (int i = 0; i < 2000; i++) {
            // Integers, so that no temperature rounds two different scores to the same one.
            float[] logits = {random.nextInt(-20, 21) / 8f, 0};
            mixture.clear().add(logits, 0, temperature);
            accumulator.add(mixture, logits[0] > random.nextGaussian() ? 0 : 1);
        }
        return accumulator.evaluation().metrics();
    }

    /**
     * Computes Murphy's terms from their definitions over all classes and bins, including the variation within bins
     * (Stephenson et al. 2008).
     */
    @Test
    void brierTerms_equalTheirDefinitions() {
        Random random = new Random(8);
        int classes = 3;
        int rows = 3000;
        double[][] forecasts = new double[rows][];
        int[] labels = new int[rows];
        ClassificationAccumulator accumulator = new ClassificationAccumulator(classes);
        CategoricalMixture mixture = new CategoricalMixture(classes);
        for (int i = 0; i < rows; i++) {
            float[] logits = {3 * (float) random.nextGaussian(), 3 * (float) random.nextGaussian(), 0};
            mixture.clear().add(logits, 0, 1);
            forecasts[i] = new double[] {mixture.probability(0), mixture.probability(1), mixture.probability(2)};
            labels[i] = random.nextInt(3) == 0 ? random.nextInt(classes) : mixture.prediction();
            accumulator.add(mixture, labels[i]);
        }
        double reliability = 0;
        double resolution = 0;
        double uncertainty = 0;
        for (int k = 0; k < classes; k++) {
            double base = meanOutcome(forecasts, labels, k, 0, 15);
            uncertainty += base * (1 - base);
            for (int b = 0; b < 15; b++) {
                double rate = meanOutcome(forecasts, labels, k, b, b + 1);
                double forecast = meanForecast(forecasts, k, b);
                for (int i = 0; i < rows; i++) {
                    if (bin(forecasts[i][k]) == b) {
                        double outcome = labels[i] == k ? 1 : 0;
                        double within = forecasts[i][k] - forecast;
                        reliability += (rate - forecast) * (rate - forecast) / rows;
                        resolution += ((rate - base) * (rate - base) - within * within + 2 * (outcome - rate) * within)
                                / rows;
                    }
                }
            }
        }
        Map<String, Double> metrics = accumulator.evaluation().metrics();
        assertThat(metrics.get("brierReliability"))
                .isCloseTo(reliability, within(1e-9))
                .isGreaterThan(0.01);
        assertThat(metrics.get("brierResolution"))
                .isCloseTo(resolution, within(1e-9))
                .isGreaterThan(0.1);
        assertThat(metrics.get("brierUncertainty"))
                .isCloseTo(uncertainty, within(1e-9))
                .isGreaterThan(0.1);
        assertThat(metrics.get("brier")).isCloseTo(reliability - resolution + uncertainty, within(1e-9));
    }

    private static int bin(double probability) {
        return Math.max(1, (int) Math.ceil(15 * probability)) - 1;
    }

    private static double meanOutcome(double[][] forecasts, int[] labels, int label, int from, int to) {
        return IntStream.range(0, labels.length)
                .filter(i -> bin(forecasts[i][label]) >= from && bin(forecasts[i][label]) < to)
                .map(i -> labels[i] == label ? 1 : 0)
                .average()
                .orElse(0);
    }

    private static double meanForecast(double[][] forecasts, int label, int bin) {
        return Arrays.stream(forecasts)
                .mapToDouble(forecast -> forecast[label])
                .filter(probability -> bin(probability) == bin)
                .average()
                .orElse(0);
    }

    @Test
    void brierTerms_ofTheBaseRate_haveNoResolution() {
        // Always forecasting the base rate has neither resolution nor miscalibration.
        ClassificationAccumulator accumulator = new ClassificationAccumulator(2);
        for (int i = 0; i < 10; i++) {
            accumulator.add(mixtureOf(0.7, 0.3), i < 7 ? 0 : 1);
        }
        assertThat(accumulator.evaluation().metrics().get("brierResolution")).isCloseTo(0, within(1e-7));
        assertThat(accumulator.evaluation().metrics().get("brierReliability")).isCloseTo(0, within(1e-12));
        assertThat(accumulator.evaluation().metrics().get("brier")).isCloseTo(0.42, within(1e-7));
    }

    @Test
    void rankings_ofNearlyCertainRows_surviveRounding() {
        ClassificationAccumulator accumulator = new ClassificationAccumulator(2);
        CategoricalMixture mixture = new CategoricalMixture(2);
        for (int i = 0; i < 40; i++) {
            // All confidences are within 1e-13 of 1, and the less certain half are the errors.
            mixture.clear().add(new float[] {30 + i, 0}, 0, 1);
            accumulator.add(mixture, i < 20 ? 1 : 0);
        }
        assertThat(accumulator.evaluation().metrics().get("misclassificationAuroc"))
                .isEqualTo(1);
        assertThat(accumulator.evaluation().metrics().get("auroc")).isEqualTo(1);
    }

    private record LabelledRow(CategoricalMixture mixture, int label) {}

    private static ClassificationAccumulator sum(int classes, List<LabelledRow> rows) {
        ClassificationAccumulator sum = new ClassificationAccumulator(classes);
        rows.forEach(row -> sum.add(row.mixture(), row.label()));
        return sum;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void metrics_inAnyOrderAndGrouping_haveTheSameBits(int classes) {
        Random random = new Random(12);
        List<LabelledRow> rows = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            double[] probabilities = random.doubles(classes, 1e-9, 1).toArray();
            double sum = Arrays.stream(probabilities).sum();
            rows.add(new LabelledRow(
                    mixtureOf(Arrays.stream(probabilities).map(p -> p / sum).toArray()), random.nextInt(classes)));
        }
        Evaluation whole = sum(classes, rows).evaluation();
        for (int pieces : new int[] {2, 7, 20}) {
            Collections.shuffle(rows, random);
            ClassificationAccumulator merged = new ClassificationAccumulator(classes);
            for (int p = 0; p < pieces; p++) {
                merged.merge(sum(classes, rows.subList(p * rows.size() / pieces, (p + 1) * rows.size() / pieces)));
            }
            SameBits.assertSame(merged.evaluation(), whole);
        }
    }

    @Test
    void metricsWithoutAValue_areOmitted() {
        ClassificationAccumulator accumulator = new ClassificationAccumulator(3);
        accumulator.add(mixtureOf(0.8, 0.1, 0.1), 0);
        assertThat(accumulator.evaluation().metrics())
                .doesNotContainKeys(
                        "auroc", "misclassificationAuroc", "misclassificationAurocLower", "misclassificationAupr")
                .containsEntry("accuracy", 1.0)
                .containsEntry("balancedAccuracy", 1.0);
    }

    @Test
    void invalidInputs_areRejected() {
        ClassificationAccumulator accumulator = new ClassificationAccumulator(3);
        assertThatThrownBy(accumulator::evaluation).hasMessageContaining("0 rows");
        assertThatThrownBy(() -> accumulator.add(mixtureOf(0.5, 0.5), 0)).hasMessageContaining("2 classes");
        assertThatThrownBy(() -> accumulator.add(mixtureOf(0.5, 0.25, 0.25), 3)).hasMessageContaining("label 3");
        assertThatThrownBy(() -> accumulator.merge(new ClassificationAccumulator(2)))
                .hasMessageContaining("2 classes");
    }
}
