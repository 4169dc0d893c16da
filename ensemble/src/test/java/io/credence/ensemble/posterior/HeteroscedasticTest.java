package io.credence.ensemble.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.predictive.Components;
import io.credence.ensemble.predictive.Uncertainty;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.Task;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.ensemble.training.ArrayShard;
import io.credence.kernels.optimizer.Optimizer;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.product.Gemm;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Trains deep ensembles on rows with known noise: y = sin 2x + s(x) e with s(x) = 0.3 + 0.1 sin x, where x and e are
 * standard normal.
 */
class HeteroscedasticTest {
    /** Two thirds of the rows lie between -1 and 1. */
    private static final double[] DENSE =
            IntStream.rangeClosed(-20, 20).mapToDouble(i -> i / 20.0).toArray();

    @Test
    void aleatoric_whereDataIsDense_isTheVarianceOfTheNoise() {
        Uncertainty[] predicted = predict(train(16_000, 20, 5, 1), DENSE);
        for (int i = 0; i < DENSE.length; i += 10) {
            print(
                    "x %5.2f: variance of the noise %.4f, aleatoric part %.4f%n",
                    DENSE[i], noiseVariance(DENSE[i]), predicted[i].aleatoric());
        }
        for (int i = 0; i < DENSE.length; i++) {
            double ratio = predicted[i].aleatoric() / noiseVariance(DENSE[i]);
            assertThat(ratio)
                    .as("ratio of predicted to true variance at %s", DENSE[i])
                    .isCloseTo(1, within(0.1));
        }
    }

    @Test
    void epistemic_awayFromTheData_growsWithTheDistance() {
        EnsembleModel model = train(4000, 20, 5, 1);
        double amongTheData = Arrays.stream(predict(model, DENSE))
                .mapToDouble(Uncertainty::epistemic)
                .max()
                .orElseThrow();
        for (int side : new int[] {-1, 1}) {
            double[] outside = Arrays.stream(predict(model, new double[] {4 * side, 6 * side, 8 * side}))
                    .mapToDouble(Uncertainty::epistemic)
                    .toArray();
            print(
                    "epistemic part: at most %.5f among the data, %.3f, %.3f and %.3f at x = %d, %d and %d%n",
                    amongTheData, outside[0], outside[1], outside[2], 4 * side, 6 * side, 8 * side);
            assertThat(outside).isSorted();
            assertThat(outside[0]).isGreaterThan(10 * amongTheData);
        }
    }

    /** All runs use the same configuration. The ratios are means over four draws of the rows. */
    @Test
    void halvingTheData_raisesTheEpistemicPartOnly() {
        double epistemicRatio = 0;
        double aleatoricRatio = 0;
        for (int seed = 1; seed <= 4; seed++) {
            Uncertainty[] all = predict(train(2000, 60, 10, seed), DENSE);
            Uncertainty[] half = predict(train(1000, 60, 10, seed), DENSE);
            epistemicRatio += 0.25 * mean(half, Uncertainty::epistemic) / mean(all, Uncertainty::epistemic);
            aleatoricRatio += 0.25 * mean(half, Uncertainty::aleatoric) / mean(all, Uncertainty::aleatoric);
        }
        print(
                "half of the data: epistemic part multiplied by %.2f, aleatoric part by %.3f%n",
                epistemicRatio, aleatoricRatio);
        assertThat(epistemicRatio).isGreaterThan(1.5);
        assertThat(aleatoricRatio).isCloseTo(1, within(0.08));
    }

    /** Prints the figures quoted in docs/uncertainty.md. */
    private static void print(String format, Object... values) {
        System.err.printf(Locale.ROOT, format, values);
    }

    private static double noiseVariance(double x) {
        double standardDeviation = 0.3 + 0.1 * Math.sin(x);
        return standardDeviation * standardDeviation;
    }

    private static double mean(Uncertainty[] all, ToDoubleFunction<Uncertainty> part) {
        return Arrays.stream(all).mapToDouble(part).average().orElseThrow();
    }

    /** Trains on the first rows of an infinite sequence, so that half of the rows are a subset of all rows. */
    private static EnsembleModel train(int rows, int epochs, int members, long seed) {
        Random random = new Random(seed);
        float[][] features = new float[rows][1];
        float[] labels = new float[rows];
        for (int row = 0; row < rows; row++) {
            double x = random.nextGaussian();
            features[row][0] = (float) x;
            labels[row] = (float) (Math.sin(2 * x) + Math.sqrt(noiseVariance(x)) * random.nextGaussian());
        }
        TrainingSpec training = new TrainingSpec(
                        null,
                        new Optimizer.AdamW(0.01, null, null, null, 0.0),
                        null,
                        epochs,
                        100,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null)
                .resolvedFor(Task.REGRESSION);
        return TrainedEnsembles.train(
                new NetworkSpec(List.of(32, 32), null, null, null, null, null, null, null, null, null),
                new EnsembleSpec(Posterior.Method.DEEP_ENSEMBLE, members, null, seed, null),
                training,
                TrainedEnsembles.encoding(1, new LabelColumn.Target("y", 0, 1)),
                new ArrayShard(features, labels));
    }

    private static Uncertainty[] predict(EnsembleModel model, double[] x) {
        EnsemblePredictor predictor = new EnsemblePredictor(model, x.length, new Gemm());
        ModelPredictions predictions = new ModelPredictions(model);
        Matrix features = predictor.features();
        for (int i = 0; i < x.length; i++) {
            features.data()[features.offset() + i * features.stride()] = (float) x[i];
        }
        Components components = predictor.predict(x.length);
        return IntStream.range(0, x.length)
                .mapToObj(i -> predictions.calibrated(components, i).uncertainty())
                .toArray(Uncertainty[]::new);
    }
}
