package io.credence.ensemble.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.credence.ensemble.encoding.InvalidRowException;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.Components;
import io.credence.ensemble.predictive.GaussianMixture;
import io.credence.ensemble.predictive.Uncertainty;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.Task;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.ensemble.training.ArrayShard;
import io.credence.kernels.layer.Normalization;
import io.credence.kernels.optimizer.Optimizer;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.product.Gemm;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Properties of the predictions of every method. The network has batch normalisation, whose statistics must not change
 * at inference.
 */
class EnsemblePredictorTest {
    private static final int FEATURES = 3;
    private static final ArrayShard ROWS = ArrayShard.random(97, FEATURES, 3, x -> x[0] > x[1] ? 1 : 0);

    @ParameterizedTest
    @EnumSource
    void outputs_ofARow_dependNeitherOnItsChunkNorOnItsPosition(Posterior.Method method) {
        EnsembleModel model = model(method, Task.REGRESSION, 2);
        float[][] oneChunk = outputs(model, 97, 0);
        for (int chunk : new int[] {1, 2, 7, 64}) {
            for (int shift : new int[] {0, 5}) {
                assertThat(outputs(model, chunk, shift))
                        .as("chunks of %d rows, the first row at position %d", chunk, shift)
                        .isDeepEqualTo(oneChunk);
            }
        }
    }

    /** A short chunk runs on other plans than a full one, which copy the caller's rows. */
    @ParameterizedTest
    @EnumSource
    void outputs_ofAShortChunk_equalThoseOfAFullOne(Posterior.Method method) {
        EnsembleModel model = model(method, Task.REGRESSION, 2);
        float[][] expected = outputs(model, 97, 0);
        EnsemblePredictor predictor = new EnsemblePredictor(model, 64, new Gemm());
        Matrix features = predictor.features();

        for (int rows : new int[] {64, 1, 4, 5, 16, 17, 1, 33}) {
            for (int row = 0; row < rows; row++) {
                ROWS.read(row, features.data(), features.offset() + row * features.stride(), new float[1], 0);
            }
            Components components = predictor.predict(rows);
            for (int row = 0; row < rows; row++) {
                assertThat(row(components, row)).as("row %d of %d", row, rows).isEqualTo(expected[row]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void components_ofEveryMethod_differ(Posterior.Method method) {
        EnsembleModel model = model(method, Task.REGRESSION, 2);
        float[][] outputs = outputs(model, 97, 0);
        long different = Arrays.stream(outputs)
                .filter(row -> {
                    float[] means = new float[row.length / 2];
                    for (int m = 0; m < means.length; m++) {
                        means[m] = row[2 * m];
                    }
                    Arrays.sort(means);
                    return means[0] < means[means.length - 1];
                })
                .count();
        assertThat(outputs[0]).hasSize(2 * model.posterior().components());
        assertThat(different).isGreaterThan(90);
    }

    /**
     * Members with equal weights differ only by their draws, and so do the passes of one member and ensembles with
     * different seeds.
     */
    @ParameterizedTest
    @EnumSource(names = {"MC_DROPOUT", "MC_DROPOUT_ENSEMBLE", "BAYES_BY_BACKPROP"})
    void draws_dependOnSeedAndMemberAndPass(Posterior.Method method) {
        EnsembleModel model = model(method, Task.REGRESSION, 2);
        EnsembleModel same = withFirstMemberOnly(model, 1L);
        float[][] means = meansByComponent(same);
        float[][] ofAnotherSeed = meansByComponent(withFirstMemberOnly(model, 2L));
        for (int a = 0; a < means.length; a++) {
            assertThat(means[a]).as("component %d with another seed", a).isNotEqualTo(ofAnotherSeed[a]);
            for (int b = 0; b < a; b++) {
                assertThat(means[a]).as("components %d and %d", a, b).isNotEqualTo(means[b]);
            }
        }
        assertThat(meansByComponent(same)).isDeepEqualTo(means);
    }

    /** Only some members predict a fold. Calibration must use the same draws as scoring. */
    @ParameterizedTest
    @EnumSource(names = {"DEEP_ENSEMBLE", "MC_DROPOUT_ENSEMBLE"})
    void withMembers_keptMember_drawsAsInTheWholeEnsemble(Posterior.Method method) {
        EnsembleModel model = model(method, Task.REGRESSION, 3);
        float[][] all = meansByComponent(model);
        int passes = model.posterior().passes();

        float[][] kept =
                meansByComponent(model.withMembers(member -> member != 0).withMembers(position -> position == 1));

        assertThat(kept).isDeepEqualTo(Arrays.copyOfRange(all, 2 * passes, 3 * passes));
    }

    /** Besides its parameters, a member needs only views of the memory that all members share. */
    @Test
    void memory_doesNotGrowWithMembers() {
        EnsembleModel model = model(Posterior.Method.DEEP_ENSEMBLE, Task.REGRESSION, 1);
        int chunkRows = 4096;
        predictorBytes(model, 1, chunkRows);

        long one = predictorBytes(model, 1, chunkRows);
        long hundredMore = predictorBytes(model, 101, chunkRows);

        long outputs = 2L * Float.BYTES * chunkRows;
        long largestLayer = (long) model.memberNetwork().largestRow() * Float.BYTES * chunkRows;
        assertThat(one).isGreaterThan(largestLayer);
        assertThat((hundredMore - one) / 100 - outputs).isLessThan(largestLayer / 4);
    }

    private static long predictorBytes(EnsembleModel model, int members, int chunkRows) {
        EnsembleModel several = copies(model, members, 1L);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        new EnsemblePredictor(several, chunkRows, new Gemm());
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static EnsembleModel withFirstMemberOnly(EnsembleModel model, long seed) {
        return copies(model, model.members().size(), seed);
    }

    private static EnsembleModel copies(EnsembleModel model, int members, long seed) {
        EnsembleSpec ensemble = model.ensemble();
        return new EnsembleModel(
                model.task(),
                model.network(),
                model.loss(),
                new EnsembleSpec(ensemble.method(), members, ensemble.samples(), seed, ensemble.prior()),
                model.encoding(),
                model.calibration(),
                null,
                Collections.nCopies(members, model.members().get(0)));
    }

    private static float[][] meansByComponent(EnsembleModel model) {
        float[][] outputs = outputs(model, 97, 0);
        float[][] means = new float[model.posterior().components()][outputs.length];
        for (int m = 0; m < means.length; m++) {
            for (int row = 0; row < outputs.length; row++) {
                means[m][row] = outputs[row][2 * m];
            }
        }
        return means;
    }

    @ParameterizedTest
    @EnumSource
    void variance_isTheSumOfAleatoricAndEpistemic_onEveryRow(Posterior.Method method) {
        EnsembleModel model = model(method, Task.REGRESSION, 2);
        ModelPredictions predictions = new ModelPredictions(model);
        forEachRow(model, (chunk, row) -> {
            GaussianMixture mixture = (GaussianMixture) predictions.calibrated(chunk, row);
            double size = chunk.size();
            double first = 0;
            double second = 0;
            for (int m = 0; m < chunk.size(); m++) {
                double mean = chunk.values()[chunk.offset(m, row)];
                first += mean / size;
                second += (chunk.values()[chunk.offset(m, row) + 1] + mean * mean) / size;
            }
            assertAdds(mixture.uncertainty());
            assertThat(mixture.total()).isCloseTo(second - first * first, within(1e-12 * second));
        });
    }

    @ParameterizedTest
    @EnumSource
    void entropy_isTheSumOfAleatoricAndEpistemic_onEveryRow(Posterior.Method method) {
        EnsembleModel model = model(method, Task.CLASSIFICATION, 2);
        ModelPredictions predictions = new ModelPredictions(model);
        forEachRow(model, (chunk, row) -> {
            CategoricalMixture mixture = (CategoricalMixture) predictions.calibrated(chunk, row);
            double entropy = 0;
            for (int k = 0; k < mixture.classes(); k++) {
                entropy -= mixture.probability(k) * Math.log(mixture.probability(k));
            }
            assertAdds(mixture.uncertainty());
            assertThat(mixture.total()).isCloseTo(entropy, within(1e-12 * (1 + entropy)));
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"REGRESSION", "CLASSIFICATION"})
    void ensembleOfOneMember_predictsExactlyAsTheMember(Task task) {
        EnsembleModel model = model(Posterior.Method.DEEP_ENSEMBLE, task, 1);
        forEachRow(model, (chunk, row) -> {
            int offset = chunk.offset(0, row);
            if (task == Task.REGRESSION) {
                GaussianMixture mixture = (GaussianMixture) new ModelPredictions(model).calibrated(chunk, row);
                assertThat(mixture.mean()).isEqualTo(chunk.values()[offset]);
                assertThat(mixture.total()).isEqualTo(chunk.values()[offset + 1]);
                assertThat(mixture.epistemic()).isZero();
            } else {
                CategoricalMixture mixture = (CategoricalMixture) new ModelPredictions(model).calibrated(chunk, row);
                CategoricalMixture member = new CategoricalMixture(2);
                member.add(chunk.values(), offset, 1);
                assertThat(mixture.uncertainty()).isEqualTo(member.uncertainty());
                assertThat(mixture.probability(0)).isEqualTo(member.probability(0));
                assertThat(mixture.epistemic()).isZero();
            }
        });
    }

    /** A variational layer squares the value, which overflows float32. */
    @Test
    void predict_rowFarFromAllOthers_namesColumnAndValue() {
        EnsembleModel model = model(Posterior.Method.BAYES_BY_BACKPROP, Task.REGRESSION, 1);
        EnsemblePredictor predictor = new EnsemblePredictor(model, 5, new Gemm());
        Matrix features = predictor.features();
        for (int row = 0; row < 5; row++) {
            ROWS.read(row, features.data(), features.row(row), new float[1], 0);
        }
        features.data()[features.row(3) + 1] = -1e30f;

        predictor.predict(3);
        assertThatThrownBy(() -> predictor.predict(5))
                .isInstanceOf(InvalidRowException.class)
                .hasMessageStartingWith(
                        "the column x1 of a row is -1.0E30; it must be close enough to the training rows");
    }

    private static void assertAdds(Uncertainty parts) {
        assertThat(parts.total()).isCloseTo(parts.aleatoric() + parts.epistemic(), within(1e-12 * parts.total()));
        assertThat(parts.epistemic()).isNotNegative();
    }

    private static EnsembleModel model(Posterior.Method method, Task task, int members) {
        EnsembleSpec ensemble = new EnsembleSpec(method, members, 5, 1L, null);
        NetworkSpec network =
                new NetworkSpec(List.of(8, 8), null, Normalization.BATCH, true, 0.2, null, null, null, null, null);
        TrainingSpec training = new TrainingSpec(
                        null,
                        new Optimizer.AdamW(0.01, null, null, null, null),
                        null,
                        3,
                        32,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null)
                .resolvedFor(task);
        LabelColumn label = task == Task.REGRESSION
                ? new LabelColumn.Target("y", 0, 1)
                : new LabelColumn.Classes("y", List.of("no", "yes"));
        return TrainedEnsembles.train(network, ensemble, training, TrainedEnsembles.encoding(FEATURES, label), ROWS);
    }

    @ParameterizedTest
    @EnumSource
    void components_outsideTheWindow_areComputedOnAccess(Posterior.Method method) {
        EnsembleModel model = model(method, Task.REGRESSION, 2);
        int components = model.posterior().components();
        float[][] expected = outputs(model, 7, 0);
        for (int window : new int[] {1, 3, components}) {
            assertThat(outputs(new EnsemblePredictor(model, 7, Math.min(window, components), new Gemm()), 7, 0))
                    .as("%d of %d components in memory", window, components)
                    .isDeepEqualTo(expected);
        }
    }

    /**
     * Returns the outputs of all components for every row, predicted in chunks; the first chunk begins with
     * {@code shift} rows that are ignored.
     */
    private static float[][] outputs(EnsembleModel model, int chunkRows, int shift) {
        return outputs(new EnsemblePredictor(model, chunkRows, new Gemm()), chunkRows, shift);
    }

    private static float[][] outputs(EnsemblePredictor predictor, int chunkRows, int shift) {
        Matrix features = predictor.features();
        float[][] outputs = new float[ROWS.rows()][];
        float[] target = new float[1];
        for (int from = -shift; from < ROWS.rows(); from += chunkRows) {
            for (int position = 0; position < chunkRows; position++) {
                int row = Math.floorMod(from + position, ROWS.rows());
                ROWS.read(row, features.data(), features.offset() + position * features.stride(), target, 0);
            }
            Components components = predictor.predict(chunkRows);
            for (int position = 0; position < chunkRows; position++) {
                if (from + position >= 0 && from + position < ROWS.rows()) {
                    outputs[from + position] = row(components, position);
                }
            }
        }
        return outputs;
    }

    private static float[] row(Components components, int position) {
        float[] row = new float[components.size() * components.outputs()];
        for (int m = 0; m < components.size(); m++) {
            System.arraycopy(
                    components.values(),
                    components.offset(m, position),
                    row,
                    m * components.outputs(),
                    components.outputs());
        }
        return row;
    }

    private static void forEachRow(EnsembleModel model, ObjIntConsumer<Components> check) {
        EnsemblePredictor predictor = new EnsemblePredictor(model, ROWS.rows(), new Gemm());
        Matrix features = predictor.features();
        for (int row = 0; row < ROWS.rows(); row++) {
            ROWS.read(row, features.data(), features.offset() + row * features.stride(), new float[1], 0);
        }
        Components components = predictor.predict(ROWS.rows());
        for (int row = 0; row < ROWS.rows(); row++) {
            check.accept(components, row);
        }
    }
}
