package io.credence.ensemble.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.calibration.Conformal;
import io.credence.ensemble.calibration.ConformalScore;
import io.credence.ensemble.calibration.ConformalScores;
import io.credence.ensemble.distribution.RealDistribution;
import io.credence.ensemble.distribution.StretchableDistribution;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.metric.EvaluationAccumulator;
import io.credence.ensemble.metric.Metric;
import io.credence.ensemble.predictive.Components;
import io.credence.ensemble.predictive.NumericPrediction;
import io.credence.kernels.likelihood.RowLoss;
import io.credence.kernels.loss.Loss;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Adds a likelihood, the Laplace distribution, in this one file: the loss of a row, the distribution, and the family
 * that joins them. Readers, metrics, calibration and conformal regions need nothing else.
 */
class LaplaceFamilyTest {
    private static final LabelColumn.Target LABEL = new LabelColumn.Target("y", 100, 20);
    private static final int ROWS = 20_000;

    /** Negative log-likelihood. The outputs of a row are the location and the logarithm of the scale. */
    private record LaplaceLoss() implements RowLoss {
        @Override
        public int outputs() {
            return 2;
        }

        @Override
        public double of(float[] z, int offset, float target, float[] gradient, int to) {
            double scale = Math.exp(z[offset + 1]);
            double error = (target - z[offset]) / scale;
            gradient[to] = (float) (-Math.signum(error) / scale);
            gradient[to + 1] = (float) (1 - Math.abs(error));
            return Math.abs(error) + Math.log(2 * scale);
        }
    }

    /** The density exp(-|y - location| / scale) / (2 scale). */
    private record Laplace(double location, double scale) implements StretchableDistribution {
        @Override
        public double mean() {
            return location;
        }

        @Override
        public double variance() {
            return 2 * scale * scale;
        }

        @Override
        public double logDensity(double y) {
            return -Math.abs(y - location) / scale - Math.log(2 * scale);
        }

        @Override
        public double cdf(double y) {
            double tail = 0.5 * Math.exp(-Math.abs(y - location) / scale);
            return y < location ? tail : 1 - tail;
        }

        @Override
        public double quantile(double probability) {
            double tail = Math.min(probability, 1 - probability);
            return location + Math.signum(0.5 - probability) * scale * Math.log(2 * tail);
        }

        @Override
        public Laplace stretched(double centre, double factor) {
            return new Laplace(centre + factor * (location - centre), factor * scale);
        }
    }

    private record LaplaceFamily() implements ComponentFamily {
        /** A loss of the same number of outputs; a family of the product has a record in {@code DistributionLoss}. */
        @Override
        public Loss loss() {
            return new Loss.GaussianNll(null, null);
        }

        @Override
        public int outputs(LabelColumn label) {
            return new LaplaceLoss().outputs();
        }

        @Override
        public RealDistribution component(float[] outputs, int offset, LabelColumn.NumberColumn label) {
            return new Laplace(
                    label.mean() + label.scale() * outputs[offset], label.scale() * Math.exp(outputs[offset + 1]));
        }
    }

    private final Random random = new Random(4);
    private final Components components = new Components(2, 1, 2);

    /** Draws a label whose location is 106 and whose scale is 8: 0.3 and 0.4 in units of the encoded label. */
    private float encoded() {
        double sign = random.nextBoolean() ? 1 : -1;
        return (float) (0.3 - 0.4 * sign * Math.log(1 - random.nextDouble()));
    }

    /** Fits the outputs of both components by gradient descent, and reads them as a prediction. */
    private NumericPrediction trained(Calibration calibration) {
        float[] gradient = new float[2];
        for (int component = 0; component < 2; component++) {
            float[] z = new float[2];
            for (int step = 1; step <= ROWS; step++) {
                new LaplaceLoss().of(z, 0, encoded(), gradient, 0);
                double rate = 1 / (10 + 0.5 * step);
                z[0] -= (float) (rate * gradient[0]);
                z[1] -= (float) (rate * gradient[1]);
            }
            System.arraycopy(z, 0, components.values(), components.offset(component, 0), 2);
        }
        return (NumericPrediction)
                new LaplaceFamily().reader(LABEL, 2, calibration).read(components, 0, Components.Subset.ALL);
    }

    @Test
    void fit_recoversLocationAndScale_andIntervalsHoldTheirLabels() {
        NumericPrediction prediction = trained(new Calibration.None());

        assertThat(prediction.mean()).isCloseTo(106, within(0.5));
        assertThat(prediction.total()).isCloseTo(2 * 8 * 8, within(8.0));
        EvaluationAccumulator metrics = new LaplaceFamily().metrics(LABEL);
        for (int row = 0; row < ROWS; row++) {
            metrics.add(prediction, LABEL.label(encoded()));
        }
        assertThat(metrics.evaluation().metrics().get(Metric.COVERAGE_90.key())).isBetween(0.88, 0.92);
    }

    @Test
    void crps_isThatOfALaplaceDistribution() {
        NumericPrediction prediction = trained(new Calibration.None());

        for (double y : new double[] {80, 106, 120}) {
            double z = Math.abs(y - 106) / 8;
            // Jordan, Krueger and Lerch (2019), appendix A.2.
            assertThat(prediction.crps(y)).isCloseTo(8 * (z + Math.exp(-z) - 0.75), within(0.4));
        }
    }

    @Test
    void varianceScale_stretchesIt() {
        double variance = trained(new Calibration.None()).total();

        assertThat(trained(new Calibration.VarianceScale(4)).total()).isCloseTo(4 * variance, within(0.3 * variance));
    }

    @Test
    void conformalRegions_holdTheRequestedFraction() {
        NumericPrediction prediction = trained(new Calibration.None());
        ConformalScores scores = new LaplaceFamily().conformalScores(ConformalScore.QUANTILE, 0.8);
        for (int row = 0; row < ROWS; row++) {
            scores.add(prediction, LABEL.label(encoded()));
        }
        Conformal regions = scores.conformal(0.8);

        int covered = 0;
        for (int row = 0; row < ROWS; row++) {
            covered += regions.contains(prediction, List.of(), LABEL.label(encoded())) ? 1 : 0;
        }

        assertThat(covered / (double) ROWS).isCloseTo(0.8, within(0.02));
    }
}
