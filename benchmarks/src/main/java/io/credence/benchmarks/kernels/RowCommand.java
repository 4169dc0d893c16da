package io.credence.benchmarks.kernels;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.network.MemberNetwork;
import io.credence.ensemble.posterior.EnsembleModel;
import io.credence.ensemble.posterior.EnsemblePredictor;
import io.credence.ensemble.posterior.EnsembleSpec;
import io.credence.ensemble.posterior.ModelPredictions;
import io.credence.ensemble.posterior.Posterior;
import io.credence.ensemble.predictive.GaussianMixture;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.Task;
import io.credence.kernels.loss.Loss;
import io.credence.kernels.simd.product.Gemm;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures how long an ensemble takes to predict a single row, without Spark: the forward passes of all members, the
 * mixture's mean and variances, and the central 95 % interval. The weights are random.
 */
@Command(
        name = "row",
        description = "The latency of predicting a single row in one JVM, without Spark.",
        mixinStandardHelpOptions = true)
public final class RowCommand implements Callable<Integer> {
    private static final long WARM_UP_NANOS = 15_000_000_000L;

    @Option(names = "--features", defaultValue = "32", description = "Features of a row (default: ${DEFAULT-VALUE}).")
    private int features;

    @Option(names = "--hidden", defaultValue = "128", description = "Units of each layer (default: ${DEFAULT-VALUE}).")
    private int hidden;

    @Option(names = "--layers", defaultValue = "3", description = "Hidden layers (default: ${DEFAULT-VALUE}).")
    private int layers;

    @Option(
            names = "--members",
            defaultValue = "5",
            description = "Members of the ensemble (default: ${DEFAULT-VALUE}).")
    private int members;

    @Option(
            names = "--rows",
            defaultValue = "200000",
            description = "Rows to predict, one by one, after 15 s of warm-up (default: ${DEFAULT-VALUE}).")
    private int rows;

    /** The result; times are in microseconds. */
    record Result(
            String bench,
            int features,
            String hidden,
            int members,
            int rows,
            double median,
            double percentile99,
            double percentile999) {}

    @Override
    public Integer call() throws IOException {
        try (Gemm gemm = new Gemm()) {
            EnsembleModel model = model();
            RowPredictor predictor = new RowPredictor(new EnsemblePredictor(model, gemm), new ModelPredictions(model));
            long end = System.nanoTime() + WARM_UP_NANOS;
            while (System.nanoTime() < end) {
                predictor.predict();
            }
            long[] nanos = new long[rows];
            for (int row = 0; row < rows; row++) {
                long start = System.nanoTime();
                predictor.predict();
                nanos[row] = System.nanoTime() - start;
            }
            Arrays.sort(nanos);
            print(new Result(
                    "row",
                    features,
                    hidden + "x" + layers,
                    members,
                    rows,
                    micros(nanos, 0.5),
                    micros(nanos, 0.99),
                    micros(nanos, 0.999)));
        }
        return 0;
    }

    private static double micros(long[] sorted, double fraction) {
        return sorted[(int) Math.min(sorted.length - 1, Math.round(fraction * sorted.length))] / 1e3;
    }

    /** Predicts random rows. */
    private static final class RowPredictor {
        private final EnsemblePredictor predictor;
        private final ModelPredictions reader;
        private final Random random = new Random(1);
        private double sum;

        RowPredictor(EnsemblePredictor predictor, ModelPredictions reader) {
            this.predictor = predictor;
            this.reader = reader;
        }

        void predict() {
            float[] row = predictor.features().data();
            int from = predictor.features().offset();
            for (int i = 0; i < predictor.features().columns(); i++) {
                row[from + i] = random.nextFloat() - 0.5f;
            }
            GaussianMixture mixture = (GaussianMixture) reader.calibrated(predictor.predict(1), 0);
            // The sum keeps the compiler from removing what it does not need.
            sum += mixture.mean() + mixture.aleatoric() + mixture.epistemic() + mixture.lower95() + mixture.upper95();
            if (Double.isNaN(sum)) {
                throw new IllegalStateException("a prediction of random weights is not a number; it must be finite");
            }
        }
    }

    private EnsembleModel model() {
        NetworkSpec network = new NetworkSpec(
                Collections.nCopies(layers, hidden), null, null, null, null, null, null, null, null, null);
        Loss loss = new Loss.GaussianNll(null, null);
        List<FeatureColumn> columns = IntStream.range(0, features)
                .<FeatureColumn>mapToObj(i -> new FeatureColumn.Numeric("x" + i, 0, 1, false))
                .toList();
        Encoding encoding = new Encoding(columns, new LabelColumn.Target("y", 0, 1));
        MemberNetwork member = MemberNetwork.of(network, null, loss, encoding);
        List<float[]> parameters = IntStream.range(0, members)
                .mapToObj(m -> member.layout().initialize(m))
                .toList();
        return new EnsembleModel(
                Task.REGRESSION,
                network,
                loss,
                new EnsembleSpec(Posterior.Method.DEEP_ENSEMBLE, members, null, 1L, null),
                encoding,
                new Calibration.None(),
                null,
                parameters);
    }

    private static void print(Result r) throws IOException {
        System.err.printf(
                "%9s %9s %8s %8s %10s %10s %10s%n",
                "features", "hidden", "members", "rows", "median us", "99 %", "99.9 %");
        System.err.printf(
                Locale.ROOT,
                "%9d %9s %8d %8d %10.1f %10.1f %10.1f%n",
                r.features(),
                r.hidden(),
                r.members(),
                r.rows(),
                r.median(),
                r.percentile99(),
                r.percentile999());
        System.out.println(new ObjectMapper().writeValueAsString(r));
    }
}
