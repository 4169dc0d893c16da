package io.credence.ensemble.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.Components;
import io.credence.ensemble.predictive.GaussianMixture;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class CalibrationFitTest {
    private static double temperature(CalibrationFit fit) {
        return ((Calibration.Temperature) fit.calibration()).temperature();
    }

    private static double scale(CalibrationFit fit) {
        return ((Calibration.VarianceScale) fit.calibration()).scale();
    }

    /** Draws labels from the mixture of three components' softmax(z / truth). */
    private static Function<double[], ScaleLikelihood> classes(int rows, double truth, int pieces) {
        Random random = new Random(21);
        Components chunk = new Components(3, rows, 4);
        int[] labels = new int[rows];
        CategoricalMixture mixture = new CategoricalMixture(4);
        for (int row = 0; row < rows; row++) {
            for (int m = 0; m < 3; m++) {
                for (int k = 0; k < 4; k++) {
                    chunk.values()[chunk.offset(m, row) + k] = 3 * (float) random.nextGaussian();
                }
            }
            mixture.read(chunk, row, truth);
            double u = random.nextDouble();
            for (labels[row] = 0; labels[row] < 3 && u > mixture.probability(labels[row]); labels[row]++) {
                u -= mixture.probability(labels[row]);
            }
        }
        return candidates -> {
            ScaleLikelihood sum = new ScaleLikelihood(candidates);
            for (int piece = 0; piece < pieces; piece++) {
                ScaleLikelihood part = new ScaleLikelihood(candidates);
                for (int row = piece; row < rows; row += pieces) {
                    part.add(chunk, row, labels[row]);
                }
                sum.merge(part);
            }
            return sum;
        };
    }

    /** Draws labels from bimodal mixtures stretched by the true scale. */
    private static Function<double[], ScaleLikelihood> targets(int rows, double truth) {
        return candidates -> {
            Random random = new Random(22);
            ScaleLikelihood sum = new ScaleLikelihood(candidates);
            GaussianMixture mixture = new GaussianMixture(2);
            for (int i = 0; i < rows; i++) {
                double deviation = 0.5 + random.nextDouble();
                double distance = 3 * random.nextDouble();
                mixture.set(0, 10 - distance, deviation * deviation);
                mixture.set(1, 10 + distance, deviation * deviation);
                double draw = (random.nextBoolean() ? distance : -distance) + deviation * random.nextGaussian();
                sum.add(mixture, 10 + Math.sqrt(truth) * draw);
            }
            return sum;
        };
    }

    @Test
    void temperature_recoversTheTrueValue() {
        for (double truth : new double[] {0.5, 1, 2.5}) {
            CalibrationFit fit = CalibrationFit.temperature(classes(20_000, truth, 1));
            assertThat(temperature(fit)).isCloseTo(truth, Percentage.withPercentage(4));
            assertThat(fit.warning()).isEmpty();
        }
    }

    @Test
    void varianceScale_recoversTheTrueValue() {
        for (double truth : new double[] {0.1, 1, 6}) {
            assertThat(scale(CalibrationFit.varianceScale(targets(20_000, truth))))
                    .isCloseTo(truth, Percentage.withPercentage(3));
        }
    }

    @Test
    void temperature_doesNotDependOnThePartitioningOfRows() {
        assertThat(temperature(CalibrationFit.temperature(classes(500, 2, 7))))
                .isCloseTo(temperature(CalibrationFit.temperature(classes(500, 2, 1))), within(1e-8));
    }

    @Test
    void temperature_maximisesTheLikelihoodOfTheMixture() {
        Function<double[], ScaleLikelihood> rows = classes(3000, 1.7, 1);
        double fitted = temperature(CalibrationFit.temperature(rows));
        DoubleUnaryOperator cost =
                t -> rows.apply(new double[] {t}).negativeLogLikelihood()[0] + 0.5 * Math.log(t) * Math.log(t);
        assertThat(fitted).isCloseTo(goldenSection(cost, 0.5, 5), Percentage.withPercentage(0.01));
    }

    private static double goldenSection(DoubleUnaryOperator f, double from, double to) {
        double golden = (Math.sqrt(5) - 1) / 2;
        double low = from;
        double high = to;
        while (high - low > 1e-7) {
            double left = high - golden * (high - low);
            double right = low + golden * (high - low);
            if (f.applyAsDouble(left) < f.applyAsDouble(right)) {
                high = right;
            } else {
                low = left;
            }
        }
        return (low + high) / 2;
    }

    @Property
    void search_findsTheMinimumTo1e4InFourPasses(@ForAll @Scale(6) @DoubleRange(min = 0.01, max = 100) double truth) {
        ScaleSearch search = ScaleSearch.start();
        int passes = 0;
        while (!search.finished()) {
            double[] cost = search.candidates();
            for (int i = 0; i < cost.length; i++) {
                // The likelihood of 1e6 rows of a Gaussian whose variance is wrong by the true factor.
                cost[i] = 1e6 * 0.5 * (Math.log(cost[i]) + truth / cost[i]);
            }
            search = search.narrow(cost);
            passes++;
        }
        assertThat(passes).isEqualTo(4);
        assertThat(search.scale()).isCloseTo(truth, Percentage.withPercentage(0.01));
        assertThat(search.atEdge()).isFalse();
    }

    @Test
    void temperature_ofFewCorrectRows_staysFinite() {
        Components chunk = new Components(1, 1, 2);
        chunk.values()[0] = 4;
        double fitted = temperature(CalibrationFit.temperature(candidates -> {
            ScaleLikelihood sum = new ScaleLikelihood(candidates);
            for (int i = 0; i < 30; i++) {
                sum.add(chunk, 0, 0);
            }
            return sum;
        }));
        assertThat(fitted).isBetween(0.4, 0.9);
    }

    @Test
    void withoutValidationRows_thereIsAWarningInsteadOfACalibration() {
        CalibrationFit fit = CalibrationFit.temperature(ScaleLikelihood::new);
        assertThat(fit.calibration()).isEqualTo(new Calibration.None());
        assertThat(fit.warning())
                .hasValueSatisfying(text -> assertThat(text).contains("temperature", "0 validation rows"));
    }

    @Test
    void fitAtTheEndOfTheRange_causesAWarning() {
        GaussianMixture mixture = new GaussianMixture(1);
        CalibrationFit fit = CalibrationFit.varianceScale(candidates -> {
            ScaleLikelihood sum = new ScaleLikelihood(candidates);
            for (int i = 0; i < 100; i++) {
                sum.add(mixture, 1e6);
            }
            return sum;
        });
        assertThat(scale(fit)).isCloseTo(1024, Percentage.withPercentage(0.01));
        assertThat(fit.warning())
                .hasValueSatisfying(text -> assertThat(text).contains("variance scale", "end of the search range"));
    }

    @Test
    void nonFiniteLikelihoods_areRejected() {
        double[] nan = new double[ScaleSearch.start().candidates().length];
        java.util.Arrays.fill(nan, Double.NaN);
        assertThatThrownBy(() -> ScaleSearch.start().narrow(nan)).hasMessageContaining("not finite");
        nan[8] = 3;
        assertThat(ScaleSearch.start().narrow(nan).scale()).isEqualTo(1);
        assertThatThrownBy(() -> ScaleSearch.start().narrow(new double[3])).hasMessageContaining("3 sums");
    }

    @Test
    void likelihood_ofACandidate_usesTheMixtureAtItsTemperature() {
        double[] temperatures = {0.05, 0.7, 1, 3, 40};
        Random random = new Random(8);
        Components chunk = new Components(7, 30, 5);
        for (int i = 0; i < chunk.values().length; i++) {
            chunk.values()[i] = 20 * (float) random.nextGaussian();
        }
        ScaleLikelihood likelihood = new ScaleLikelihood(temperatures);
        double[] expected = new double[temperatures.length];
        CategoricalMixture mixture = new CategoricalMixture(5);
        for (int row = 0; row < chunk.rows(); row++) {
            likelihood.add(chunk, row, row % 5);
            for (int i = 0; i < temperatures.length; i++) {
                mixture.read(chunk, row, temperatures[i]);
                expected[i] -= mixture.logProbability(row % 5);
            }
        }
        for (int i = 0; i < temperatures.length; i++) {
            assertThat(likelihood.negativeLogLikelihood()[i]).isCloseTo(expected[i], within(1e-11 * expected[i]));
        }
    }
}
