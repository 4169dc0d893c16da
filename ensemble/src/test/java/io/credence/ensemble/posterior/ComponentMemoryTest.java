package io.credence.ensemble.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.network.MemberNetwork;
import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.Components;
import io.credence.ensemble.predictive.GaussianMixture;
import io.credence.ensemble.predictive.StandardNormal;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.Task;
import io.credence.kernels.loss.Loss;
import io.credence.kernels.simd.product.Gemm;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Checks that prediction takes constant memory, whatever the number of components and classes. It counts allocations
 * before the first row, because rows allocate nothing more, except for vectors in loops that have not been compiled
 * yet.
 */
class ComponentMemoryTest {
    private static final int CLASSES = 1000;
    private static final long MEBIBYTE = 1 << 20;

    private final Gemm gemm = new Gemm();

    /** The logits of one row alone would take 40 MB as float32, and their probabilities and logarithms 160 MB. */
    @Test
    void tenThousandPassesWithAThousandClasses_takeConstantMemory() {
        EnsembleModel model = model(Posterior.Method.MC_DROPOUT, 1, 10_000);
        long before = allocated();
        EnsemblePredictor predictor = new EnsemblePredictor(model, gemm);
        ModelPredictions predictions = new ModelPredictions(model);
        assertThat(allocated() - before).isLessThan(32 * MEBIBYTE);
        fill(predictor);
        CategoricalMixture mixture = (CategoricalMixture) predictions.calibrated(predictor.predict(1), 0);
        assertThat(mixture.size()).isEqualTo(10_000);
        assertThat(mixture.epistemic()).isPositive();
        double sum = 0;
        for (int k = 0; k < CLASSES; k++) {
            sum += mixture.probability(k);
        }
        assertThat(sum).isBetween(1 - 1e-12, 1 + 1e-12);
    }

    /** A row has a billion logits, too many to keep in memory; the test reads the last component. */
    @Test
    void aThousandMembersWithAThousandPassesAndClasses_areSupported() {
        EnsembleModel model = model(Posterior.Method.MC_DROPOUT_ENSEMBLE, 1000, 1000);
        long before = allocated();
        EnsemblePredictor predictor = new EnsemblePredictor(model, gemm);
        assertThat(allocated() - before).isLessThan(32 * MEBIBYTE);
        fill(predictor);
        Components components = predictor.predict(1);
        int last = components.offset(components.size() - 1, 0);
        CategoricalMixture mixture = new CategoricalMixture(CLASSES).add(components.values(), last, 1);
        assertThat(components.size()).isEqualTo(1_000_000);
        assertThat(mixture.confidence()).isBetween(1.0 / CLASSES, 1.0);
    }

    /**
     * Quantiles need the mean and the variance of every component: 8 MB of outputs, and another 32 bytes per
     * component.
     */
    @Test
    void aMillionComponentsOfARegression_take32BytesEach() {
        EnsembleModel model = model(
                new LabelColumn.Target("y", 0, 1),
                new Loss.GaussianNll(null, null),
                Posterior.Method.MC_DROPOUT_ENSEMBLE,
                1000,
                1000);
        long before = allocated();
        EnsemblePredictor predictor = new EnsemblePredictor(model, gemm);
        ModelPredictions predictions = new ModelPredictions(model);
        assertThat(allocated() - before).isLessThan(48 * MEBIBYTE);
        fill(predictor);
        GaussianMixture mixture = (GaussianMixture) predictions.calibrated(predictor.predict(1), 0);
        assertThat(mixture.size()).isEqualTo(1_000_000);
        assertThat(mixture.epistemic()).isPositive();
        assertThat(mixture.cdf(mixture.quantile(StandardNormal.Quantile.LOWER95)))
                .isCloseTo(0.025, within(1e-9));
    }

    private static void fill(EnsemblePredictor predictor) {
        predictor.features().data()[predictor.features().offset()] = 1;
        predictor.features().data()[predictor.features().offset() + 1] = -1;
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private static EnsembleModel model(Posterior.Method method, int members, int samples) {
        List<String> labels =
                IntStream.range(0, CLASSES).mapToObj(String::valueOf).toList();
        return model(new LabelColumn.Classes("y", labels), new Loss.CrossEntropy(null), method, members, samples);
    }

    private static EnsembleModel model(
            LabelColumn label, Loss loss, Posterior.Method method, int members, int samples) {
        Encoding encoding = TrainedEnsembles.encoding(2, label);
        NetworkSpec network = new NetworkSpec(List.of(4), null, null, null, 0.2, null, null, null, null, null);
        Random random = new Random(1);
        float[] parameters = new float
                [MemberNetwork.of(network, null, loss, encoding).layout().size()];
        for (int p = 0; p < parameters.length; p++) {
            parameters[p] = (float) random.nextGaussian();
        }
        return new EnsembleModel(
                label instanceof LabelColumn.Target ? Task.REGRESSION : Task.CLASSIFICATION,
                network,
                loss,
                new EnsembleSpec(method, members, samples, 1L, null),
                encoding,
                new Calibration.None(),
                null,
                Collections.nCopies(members, parameters));
    }
}
