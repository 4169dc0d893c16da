package io.credence.ensemble.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.Components;
import io.credence.ensemble.predictive.LogitMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AffineFitTest {
    private static final int COMPONENTS = 3;

    /** Logits of a few members, with labels drawn from the mixture of the mapped logits. */
    private record Rows(Components chunk, int[] labels, int classes) {
        static Rows drawn(int rows, int classes, LogitMap truth, int seed) {
            Random random = new Random(seed);
            Components chunk = new Components(COMPONENTS, rows, classes);
            int[] labels = new int[rows];
            CategoricalMixture mixture = new CategoricalMixture(classes);
            for (int row = 0; row < rows; row++) {
                for (int k = 0; k < classes; k++) {
                    double common = 3 * random.nextGaussian();
                    for (int m = 0; m < COMPONENTS; m++) {
                        chunk.values()[chunk.offset(m, row) + k] = (float) (common + random.nextGaussian());
                    }
                }
                mixture.read(chunk, row, truth);
                double u = random.nextDouble();
                for (labels[row] = 0;
                        labels[row] < classes - 1 && u > mixture.probability(labels[row]);
                        labels[row]++) {
                    u -= mixture.probability(labels[row]);
                }
            }
            return new Rows(chunk, labels, classes);
        }

        AffineLikelihood pass(double[][] candidates) {
            AffineLikelihood sum = new AffineLikelihood(classes, candidates);
            AffineLikelihood odd = new AffineLikelihood(classes, candidates);
            for (int row = 0; row < labels.length; row++) {
                (row % 2 == 0 ? sum : odd).add(chunk, row, labels[row]);
            }
            sum.merge(odd);
            return sum;
        }

        CalibrationFit temperature() {
            return CalibrationFit.temperature(candidates -> {
                ScaleLikelihood sum = new ScaleLikelihood(candidates);
                for (int row = 0; row < labels.length; row++) {
                    sum.add(chunk, row, labels[row]);
                }
                return sum;
            });
        }

        CalibrationFit fit(boolean matrix) {
            return CalibrationFit.affine(temperature(), labels.length, classes, matrix, this::pass);
        }

        double loss(Calibration calibration) {
            CategoricalMixture mixture = new CategoricalMixture(classes);
            double sum = 0;
            for (int row = 0; row < labels.length; row++) {
                mixture.read(chunk, row, calibration.logitMap());
                sum -= mixture.logProbability(labels[row]);
            }
            return sum / labels.length;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void gradient_agreesWithFiniteDifferences(boolean diagonal) {
        int classes = 4;
        Rows rows = Rows.drawn(50, classes, LogitMap.temperature(1), 1);
        double[] point = AffineLogits.ofTemperature(classes, 1.5, diagonal);
        Random random = new Random(2);
        for (int p = 0; p < point.length; p++) {
            point[p] += 0.2 * random.nextGaussian();
        }
        double[] gradient = rows.pass(new double[][] {point}).gradient(0);
        for (int p = 0; p < point.length; p++) {
            double[] above = point.clone();
            double[] below = point.clone();
            above[p] += 1e-5;
            below[p] -= 1e-5;
            AffineLikelihood both = rows.pass(new double[][] {above, below});
            double difference = (both.negativeLogLikelihood(0) - both.negativeLogLikelihood(1)) / 2e-5;
            assertThat(gradient[p]).isCloseTo(difference, within(1e-6 * (1 + Math.abs(difference))));
        }
    }

    @Test
    void likelihood_equalsThatOfTheMixture() {
        Rows rows = Rows.drawn(200, 3, LogitMap.temperature(1), 3);
        double[] parameters = {0.5, 0.1, 0, -0.2, 0.9, 0.3, 0, 0.1, 1.2, 0.4, -0.1, 0};
        Calibration matrix = new AffineLogits(3, parameters).calibration();
        assertThat(rows.pass(new double[][] {parameters}).negativeLogLikelihood(0) / 200)
                .isCloseTo(rows.loss(matrix), within(1e-12));
        assertThat(matrix).isInstanceOf(Calibration.MatrixScale.class);
    }

    @Test
    void vectorScale_recoversTheTrueValues() {
        Calibration truth = new Calibration.VectorScale(List.of(0.4, 0.8, 1.2), List.of(0.7, 0.0, -0.7));
        Rows rows = Rows.drawn(20_000, 3, truth.logitMap(), 4);
        Calibration.VectorScale fitted =
                (Calibration.VectorScale) rows.fit(false).calibration();
        for (int k = 0; k < 3; k++) {
            assertThat(fitted.weights().get(k))
                    .isCloseTo(((Calibration.VectorScale) truth).weights().get(k), within(0.05));
            // A shift common to all classes has no effect, and the prior removes it.
            assertThat(fitted.biases().get(k))
                    .isCloseTo(((Calibration.VectorScale) truth).biases().get(k), within(0.1));
        }
        assertThat(rows.loss(fitted)).isLessThan(rows.loss(rows.temperature().calibration()) - 0.01);
    }

    @Test
    void matrixScale_ofConfusedClasses_isBetterThanAnyVectorScale() {
        Calibration truth = new Calibration.MatrixScale(
                List.of(0.7, 0.3, 0.0, 0.3, 0.7, 0.0, 0.0, 0.0, 1.0), List.of(0.0, 0.0, 0.0));
        Rows rows = Rows.drawn(20_000, 3, truth.logitMap(), 5);
        Rows fresh = Rows.drawn(20_000, 3, truth.logitMap(), 6);
        double matrixLoss = fresh.loss(rows.fit(true).calibration());
        assertThat(matrixLoss).isLessThan(fresh.loss(rows.fit(false).calibration()) - 0.005);
        assertThat(matrixLoss).isCloseTo(fresh.loss(truth), within(0.002));
    }

    @Test
    void matrixScale_ofFewRows_staysNearTheTemperature() {
        int classes = 10;
        LogitMap truth = LogitMap.temperature(2);
        Rows rows = Rows.drawn(10 * classes * (classes + 1), classes, truth, 7);
        Rows fresh = Rows.drawn(20_000, classes, truth, 8);
        double best = fresh.loss(new Calibration.Temperature(2));
        CalibrationFit fit = rows.fit(true);
        assertThat(fit.calibration()).isInstanceOf(Calibration.MatrixScale.class);
        assertThat(fresh.loss(fit.calibration())).isBetween(best, best + 0.03);
        assertThat(fit.warning()).isEmpty();
    }

    @Test
    void mapsWithTooManyParameters_fallBackToSimplerOnesWithAWarning() {
        CalibrationFit vector = Rows.drawn(1099, 10, LogitMap.temperature(1), 9).fit(true);
        assertThat(vector.calibration()).isInstanceOf(Calibration.VectorScale.class);
        assertThat(vector.warning().orElseThrow()).contains("1099", "at least 1100", "10 classes");
        CalibrationFit temperature =
                Rows.drawn(199, 10, LogitMap.temperature(1), 9).fit(true);
        assertThat(temperature.calibration()).isInstanceOf(Calibration.Temperature.class);
        assertThat(temperature.warning().orElseThrow()).contains("at least 200");
    }

    @Test
    void withoutRows_nothingIsFitted() {
        CalibrationFit none = new CalibrationFit(new Calibration.None(), Optional.of("0 rows"));
        assertThat(CalibrationFit.affine(none, 0, 3, true, candidates -> null)).isEqualTo(none);
    }

    @Test
    void scalesOfTheWrongSize_areRejected() {
        assertThatThrownBy(() -> new Calibration.MatrixScale(List.of(1.0, 0.0), List.of(0.0, 0.0)))
                .hasMessageContaining("weights")
                .hasMessageContaining("4, to fit the number of biases");
    }
}
