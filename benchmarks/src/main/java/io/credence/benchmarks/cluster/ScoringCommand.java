package io.credence.benchmarks.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.credence.driver.cli.SparkSessions;
import io.credence.driver.config.ConfigurationReader;
import io.credence.driver.model.ModelStore;
import io.credence.driver.monitor.CredencePlugin;
import io.credence.driver.score.AddedColumns;
import io.credence.driver.score.ScoreAccumulator;
import io.credence.driver.score.ScoreJob;
import io.credence.driver.train.TrainJob;
import io.credence.driver.train.TrainOptions;
import io.credence.ensemble.posterior.EnsembleModel;
import io.credence.ensemble.posterior.EnsemblePredictor;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.product.Gemm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Compares scoring through Spark with the bare forward passes. Scoring reads Parquet and discards the scored rows; the
 * forward passes run over encoded rows in memory. Both use one core and alternate, after one round to warm up the
 * compiler.
 */
@Command(
        name = "score",
        description = "Scoring through Spark compared with the bare forward pass, one core each.",
        mixinStandardHelpOptions = true)
public final class ScoringCommand implements Callable<Integer> {
    /** The rows to train the model on; its quality does not matter here. */
    private static final long TRAINING_ROWS = 10_000;

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

    @Option(names = "--rows", defaultValue = "1000000", description = "Rows to score (default: ${DEFAULT-VALUE}).")
    private long rows;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "Alternating measurements of scoring and forward passes; the best of each counts"
                    + " (default: ${DEFAULT-VALUE}).")
    private int rounds;

    private record Result(
            String bench,
            int features,
            String hidden,
            int members,
            long rows,
            double rowsPerSecond,
            double bareRowsPerSecond,
            double ratio) {}

    @Override
    public Integer call() throws IOException {
        Path work = Files.createTempDirectory("credence-score-");
        System.setProperty("spark.master", "local[1]");
        double scoring = Double.POSITIVE_INFINITY;
        double bare = Double.POSITIVE_INFINITY;
        try (SparkSession spark = SparkSessions.open("bench score", CredencePlugin.Display.NONE)) {
            EnsembleModel model = train(spark, work);
            Dataset<Row> input = spark.read()
                    .parquet(SyntheticRows.write(spark, work.resolve("rows"), rows, features)
                            .toString());
            for (int round = 0; round <= rounds; round++) {
                double scoringOfRound = seconds(() -> score(spark, input, model));
                double bareOfRound = seconds(() -> predict(model));
                if (round > 0) {
                    scoring = Math.min(scoring, scoringOfRound);
                    bare = Math.min(bare, bareOfRound);
                }
            }
        }
        print(new Result(
                "score", features, hidden + "x" + layers, members, rows, rows / scoring, rows / bare, bare / scoring));
        return 0;
    }

    private EnsembleModel train(SparkSession spark, Path work) throws IOException {
        Path trained = SyntheticRows.write(spark, work.resolve("trained-on"), TRAINING_ROWS, features);
        List<String> settings = List.of(
                "data.input=" + trained,
                "data.format=parquet",
                "data.label=y",
                "network.hidden=" + Collections.nCopies(layers, hidden),
                "ensemble.members=" + members,
                "training.epochs=1",
                "output=" + work.resolve("output"));
        String model = new TrainJob(spark)
                .run(
                        ConfigurationReader.parse(
                                "bench score", "{task: regression, training: {preset: none}}", settings),
                        new TrainOptions(true))
                .model();
        return new ModelStore(spark.sparkContext().hadoopConfiguration()).read(model);
    }

    private void score(SparkSession spark, Dataset<Row> input, EnsembleModel model) {
        new ScoreJob(spark)
                .score(input, "the synthetic rows", model, AddedColumns.DEFAULT, new ScoreAccumulator())
                .write()
                .format("noop")
                .mode("overwrite")
                .save();
    }

    private void predict(EnsembleModel model) {
        try (Gemm gemm = new Gemm()) {
            EnsemblePredictor predictor = new EnsemblePredictor(model, gemm);
            Matrix chunk = predictor.features();
            Random random = new Random(1);
            for (int row = 0; row < chunk.rows(); row++) {
                for (int i = chunk.row(row), end = i + chunk.columns(); i < end; i++) {
                    chunk.data()[i] = (float) random.nextGaussian();
                }
            }
            for (long done = 0; done < rows; done += predictor.chunkRows()) {
                predictor.predict(predictor.chunkRows());
            }
        }
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) * 1e-9;
    }

    private static void print(Result r) throws IOException {
        System.err.printf(
                "%9s %9s %8s %10s %12s %12s %7s%n",
                "features", "hidden", "members", "rows", "rows/s", "bare rows/s", "ratio");
        System.err.printf(
                Locale.ROOT,
                "%9d %9s %8d %10d %12.0f %12.0f %7.2f%n",
                r.features(),
                r.hidden(),
                r.members(),
                r.rows(),
                r.rowsPerSecond(),
                r.bareRowsPerSecond(),
                r.ratio());
        System.out.println(new ObjectMapper().writeValueAsString(r));
    }
}
