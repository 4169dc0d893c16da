package io.credence.ensemble.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.encoding.Shard;
import io.credence.ensemble.evaluation.Evaluator;
import io.credence.ensemble.metric.Evaluation;
import io.credence.ensemble.metric.Metric;
import io.credence.ensemble.predictive.Components;
import io.credence.ensemble.predictive.NumericPrediction;
import io.credence.ensemble.predictive.StandardNormal;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.ensemble.training.ArrayShard;
import io.credence.kernels.loss.DistributionLoss;
import io.credence.kernels.loss.Loss;
import io.credence.kernels.optimizer.Optimizer;
import io.credence.kernels.simd.product.Gemm;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Trains on labels drawn from a known distribution given one feature x, uniform in [-1, 1]. The prediction must have
 * its parameters, and 90 % intervals must hold 88 to 92 % of 20,000 new rows.
 */
class LikelihoodRecoveryTest {
    private static final int TRAINING_ROWS = 6000;
    private static final int TEST_ROWS = 20_000;

    /** Draws the encoded label of a row. */
    private interface Draw {
        double label(double x, Random random);
    }

    @Test
    void studentT_learnsLocationScaleAndTails() {
        LabelColumn label = new LabelColumn.Target("y", 0, 1);
        Draw draw = (x, random) -> x + (0.3 + 0.1 * x) * studentT(random, 4);

        Fit fit = new Fit(new DistributionLoss.StudentTNll(null), label, draw);

        for (double x : new double[] {-0.8, 0, 0.8}) {
            NumericPrediction prediction = fit.at(x);
            double scale = 0.3 + 0.1 * x;
            assertThat(prediction.mean()).isCloseTo(x, within(0.05));
            // The quantiles of Student's t with 4 degrees of freedom at 0.75 and 0.975 are 0.7407 and 2.7764.
            assertThat(fit.quantile(x, 0.75)).isCloseTo(x + 0.7407 * scale, within(0.06));
            assertThat(fit.quantile(x, 0.975)).isCloseTo(x + 2.7764 * scale, within(0.25));
        }
        fit.requireCoverage();
    }

    @Test
    void gaussianMixture_learnsTwoBumps() {
        LabelColumn label = new LabelColumn.Target("y", 0, 1);
        Draw draw = (x, random) -> (random.nextDouble() < 0.3 ? -1 : 1) + 0.5 * x + 0.2 * random.nextGaussian();

        Fit fit = new Fit(new DistributionLoss.GaussianMixtureNll(2, null), label, draw);

        for (double x : new double[] {-0.8, 0, 0.8}) {
            NumericPrediction prediction = fit.at(x);
            assertThat(prediction.cdf(0.5 * x)).isCloseTo(0.3, within(0.05));
            assertThat(prediction.mean()).isCloseTo(0.4 + 0.5 * x, within(0.1));
            double peak = 0.7 * StandardNormal.density(0) / 0.2;
            assertThat(Math.exp(prediction.logDensity(1 + 0.5 * x))).isCloseTo(peak, within(0.2));
            assertThat(Math.exp(prediction.logDensity(0.5 * x))).isLessThan(0.05);
        }
        fit.requireCoverage();
    }

    @Test
    void logNormal_learnsMedianAndSpread() {
        LabelColumn label = new LabelColumn.PositiveTarget("y", 2, 1.5);
        Draw draw = (x, random) -> 0.8 * x + 0.5 * random.nextGaussian();

        Fit fit = new Fit(new Loss.LogNormalNll(null), label, draw);

        for (double x : new double[] {-0.8, 0, 0.8}) {
            double location = 2 + 1.5 * 0.8 * x;
            assertThat(Math.log(fit.quantile(x, 0.5))).isCloseTo(location, within(0.1));
            assertThat(Math.log(fit.at(x).mean())).isCloseTo(location + 0.5 * 0.75 * 0.75, within(0.12));
            assertThat(fit.quantile(x, 0.001)).isPositive();
        }
        fit.requireCoverage();
    }

    @Test
    void poisson_learnsTheMean() {
        LabelColumn label = new LabelColumn.CountTarget("y", 4);
        Draw draw = (x, random) -> poisson(random, Math.exp(1.2 + x)) / 4;

        Fit fit = new Fit(new DistributionLoss.PoissonNll(), label, draw);

        for (double x : new double[] {-0.8, 0, 0.8}) {
            double mean = Math.exp(1.2 + x);
            assertThat(fit.at(x).mean()).isCloseTo(mean, within(0.07 * mean));
            assertThat(fit.at(x).total()).isCloseTo(mean, within(0.08 * mean));
            assertThat(fit.quantile(x, 0.95)).isEqualTo(Math.rint(fit.quantile(x, 0.95)));
        }
        fit.requireCoverageAtLeast();
    }

    @Test
    void negativeBinomial_learnsMeanAndDispersion() {
        LabelColumn label = new LabelColumn.CountTarget("y", 15);
        Draw draw = (x, random) -> poisson(random, Math.exp(2.5 + 0.7 * x) * gamma(random, 4)) / 15;

        Fit fit = new Fit(new DistributionLoss.NegativeBinomialNll(), label, draw);

        for (double x : new double[] {-0.8, 0, 0.8}) {
            double mean = Math.exp(2.5 + 0.7 * x);
            assertThat(fit.at(x).mean()).isCloseTo(mean, within(0.08 * mean));
            double dispersion = (fit.at(x).total() - mean) / (mean * mean);
            assertThat(dispersion).isCloseTo(0.25, within(0.08));
        }
        fit.requireCoverageAtLeast();
    }

    @Test
    void quantiles_ofAnExponential_areRight() {
        LabelColumn label = new LabelColumn.Target("y", 0, 1);
        Draw draw = (x, random) -> x - (1 + 0.5 * x) * Math.log(1 - random.nextDouble());

        Fit fit = new Fit(new DistributionLoss.Quantile(null), label, draw);

        for (double x : new double[] {-0.8, 0, 0.8}) {
            for (double level : new double[] {0.1, 0.5, 0.9}) {
                double quantile = x - (1 + 0.5 * x) * Math.log(1 - level);
                assertThat(fit.quantile(x, level)).isCloseTo(quantile, within(0.06 + 0.08 * Math.abs(quantile - x)));
            }
        }
        fit.requireCoverage();
    }

    private static double studentT(Random random, int degrees) {
        double squares = 0;
        for (int i = 0; i < degrees; i++) {
            squares += Math.pow(random.nextGaussian(), 2);
        }
        return random.nextGaussian() / Math.sqrt(squares / degrees);
    }

    /** Draws from the gamma distribution of mean 1 and variance 1 / shape. */
    private static double gamma(Random random, int shape) {
        double sum = 0;
        for (int i = 0; i < shape; i++) {
            sum -= Math.log(1 - random.nextDouble());
        }
        return sum / shape;
    }

    private static double poisson(Random random, double mean) {
        double time = -Math.log(1 - random.nextDouble());
        int events = 0;
        while (time < mean) {
            events++;
            time -= Math.log(1 - random.nextDouble());
        }
        return events;
    }

    /** A trained ensemble of two members. */
    private static final class Fit {
        private final EnsembleModel model;
        private final EnsemblePredictor predictor;
        private final ModelPredictions predictions;
        private final Shard test;

        Fit(Loss loss, LabelColumn label, Draw draw) {
            TrainingSpec training = new TrainingSpec(
                    loss,
                    new Optimizer.AdamW(0.01, null, null, null, 0.0),
                    null,
                    25,
                    100,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null);
            Random random = new Random(3);
            this.model = TrainedEnsembles.train(
                    new NetworkSpec(List.of(16), null, null, null, null, null, null, null, null, null),
                    new EnsembleSpec(Posterior.Method.DEEP_ENSEMBLE, 2, null, 1L, null),
                    training,
                    TrainedEnsembles.encoding(1, label),
                    rows(TRAINING_ROWS, draw, random));
            this.test = rows(TEST_ROWS, draw, random);
            this.predictor = new EnsemblePredictor(model, 1, new Gemm());
            this.predictions = new ModelPredictions(model);
        }

        private static Shard rows(int rows, Draw draw, Random random) {
            float[][] features = new float[rows][1];
            float[] labels = new float[rows];
            for (int row = 0; row < rows; row++) {
                double x = 2 * random.nextDouble() - 1;
                features[row][0] = (float) x;
                labels[row] = (float) draw.label(x, random);
            }
            return new ArrayShard(features, labels);
        }

        NumericPrediction at(double x) {
            predictor.features().data()[predictor.features().offset()] = (float) x;
            Components components = predictor.predict(1);
            return (NumericPrediction) predictions.calibrated(components, 0);
        }

        double quantile(double x, double level) {
            return at(x).quantile(StandardNormal.Quantile.at(level));
        }

        private Evaluation evaluation() {
            return new Evaluator(model, new Gemm()).evaluate(test, 0).calibrated();
        }

        void requireCoverage() {
            assertThat(evaluation().metrics().get(Metric.COVERAGE_90.key())).isBetween(0.88, 0.92);
        }

        /** The intervals of counts hold more, because they contain their ends. The transform must still be uniform. */
        void requireCoverageAtLeast() {
            Evaluation evaluation = evaluation();
            assertThat(evaluation.metrics().get(Metric.COVERAGE_90.key())).isBetween(0.89, 0.98);
            for (double density : evaluation.curves().get("pit").y()) {
                assertThat(density).isCloseTo(1, within(0.15));
            }
        }
    }
}
