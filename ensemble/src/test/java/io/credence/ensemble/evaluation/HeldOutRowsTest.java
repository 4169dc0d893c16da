package io.credence.ensemble.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.ensemble.calibration.AffineLikelihood;
import io.credence.ensemble.calibration.CalibrationFit;
import io.credence.ensemble.calibration.Conformal;
import io.credence.ensemble.calibration.LabelScore;
import io.credence.ensemble.calibration.LabelScores;
import io.credence.ensemble.calibration.ScaleLikelihood;
import io.credence.ensemble.encoding.Shard;
import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.Components;
import io.credence.ensemble.predictive.LogitMap;
import io.credence.ensemble.training.ArrayShard;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldOutRowsTest {
    private static final int CLASSES = 4;

    /** Each half has 200 rows, the minimum for fitting a matrix of 20 parameters. */
    private static final int VALIDATION_ROWS = 400;

    private static final double COVERAGE = 0.9;
    private static final int TRIALS = 150;
    private static final int NEW_ROWS = 300;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7})
    void halves_containEveryRowOnce(int rows) {
        ArrayShard all = ArrayShard.random(rows, 1, 1, x -> x[0]);
        for (int shard = 0; shard < 2; shard++) {
            List<Float> labels = new ArrayList<>(labels(HeldOutRows.FIT.of(all, shard)));
            assertThat(labels).hasSize(HeldOutRows.FIT.count(rows, shard));
            labels.addAll(labels(HeldOutRows.CONFORM.of(all, shard)));
            assertThat(labels).containsExactlyInAnyOrderElementsOf(labels(all));
            assertThat(labels(HeldOutRows.ALL.of(all, shard))).isEqualTo(labels(all));
        }
    }

    @Test
    void shardsOfOneRow_areSplitEvenly() {
        assertThat(IntStream.range(0, 8)
                        .map(shard -> HeldOutRows.FIT.count(1, shard))
                        .sum())
                .isEqualTo(4);
    }

    private static List<Float> labels(Shard shard) {
        float[] target = new float[1];
        return IntStream.range(0, shard.rows())
                .mapToObj(row -> {
                    shard.read(row, new float[shard.features()], 0, target, 0);
                    return target[0];
                })
                .toList();
    }

    /**
     * Measures the coverage of new rows over many draws of validation rows. If the scored rows were not used for
     * fitting, the mean coverage is at least the guarantee and at most 1 / (n + 1) above it. If a map of 20 parameters
     * was fitted on the same rows, it falls short.
     */
    @Test
    void coverage_afterAMatrixScale_holdsOnlyIfItWasFittedOnOtherRows() {
        double separated = meanCoverage(HeldOutRows.FIT, HeldOutRows.CONFORM);
        double shared = meanCoverage(HeldOutRows.FIT, HeldOutRows.FIT);

        double upperBound = COVERAGE + 1.0 / (VALIDATION_ROWS / 2 + 1);
        // The mean of 150 draws has a standard deviation of 0.0022.
        assertThat(separated).isBetween(COVERAGE - 0.007, upperBound + 0.007);
        assertThat(shared).isLessThan(COVERAGE - 0.007);
    }

    private static double meanCoverage(HeldOutRows fitted, HeldOutRows scored) {
        Random random = new Random(11);
        double sum = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            Shard validation = draw(VALIDATION_ROWS, random);
            LogitMap map = matrix(fitted.of(validation, 0));
            LabelScores scores = new LabelScores(LabelScore.LEAST_AMBIGUOUS);
            visit(scored.of(validation, 0), map, scores::add);
            Conformal.LabelSet set = scores.conformal(COVERAGE);
            int[] inside = new int[1];
            visit(draw(NEW_ROWS, random), map, (mixture, label) -> {
                inside[0] += set.contains(mixture, List.of(), label) ? 1 : 0;
            });
            sum += (double) inside[0] / NEW_ROWS;
        }
        return sum / TRIALS;
    }

    /** Draws logits that are only weakly related to the labels. */
    private static ArrayShard draw(int rows, Random random) {
        return ArrayShard.random(rows, CLASSES, random.nextLong(), logits -> {
            int label = 0;
            for (int k = 1; k < CLASSES; k++) {
                double current = logits[k] + 2 * random.nextGaussian();
                label = current > logits[label] + 2 * random.nextGaussian() ? k : label;
            }
            return label;
        });
    }

    private static LogitMap matrix(Shard rows) {
        Components chunk = chunk(rows);
        List<Integer> labels = labels(rows).stream().map(Float::intValue).toList();
        CalibrationFit temperature = CalibrationFit.temperature(candidates -> {
            ScaleLikelihood sum = new ScaleLikelihood(candidates);
            IntStream.range(0, rows.rows()).forEach(row -> sum.add(chunk, row, labels.get(row)));
            return sum;
        });
        return CalibrationFit.affine(temperature, rows.rows(), CLASSES, true, candidates -> {
                    AffineLikelihood sum = new AffineLikelihood(CLASSES, candidates);
                    IntStream.range(0, rows.rows()).forEach(row -> sum.add(chunk, row, labels.get(row)));
                    return sum;
                })
                .calibration()
                .logitMap();
    }

    private static Components chunk(Shard rows) {
        Components chunk = new Components(1, rows.rows(), CLASSES);
        for (int row = 0; row < rows.rows(); row++) {
            rows.read(row, chunk.values(), chunk.offset(0, row), new float[1], 0);
        }
        return chunk;
    }

    private interface Visitor {
        void visit(CategoricalMixture mixture, int label);
    }

    private static void visit(Shard rows, LogitMap map, Visitor visitor) {
        Components chunk = chunk(rows);
        List<Float> labels = labels(rows);
        CategoricalMixture mixture = new CategoricalMixture(CLASSES);
        for (int row = 0; row < rows.rows(); row++) {
            mixture.read(chunk, row, map);
            visitor.visit(mixture, labels.get(row).intValue());
        }
    }
}
