package io.credence.benchmarks.quality;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credence.benchmarks.cluster.ReportedTiming;
import io.credence.driver.cli.SparkSessions;
import io.credence.driver.config.Configuration;
import io.credence.driver.config.ConfigurationReader;
import io.credence.driver.config.DataSpec;
import io.credence.driver.config.Format;
import io.credence.driver.monitor.CredencePlugin;
import io.credence.driver.score.ScoreJob;
import io.credence.driver.score.ScoreOptions;
import io.credence.driver.score.ScoreResult;
import io.credence.driver.train.TrainJob;
import io.credence.driver.train.TrainOptions;
import io.credence.driver.train.TrainResult;
import io.credence.ensemble.posterior.EnsembleSpec;
import io.credence.ensemble.posterior.Posterior;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains one configuration with each posterior method, and prints the cost and the quality of each. */
@Command(
        name = "methods",
        description = "One configuration with each posterior method: cost and quality.",
        mixinStandardHelpOptions = true)
public final class MethodsCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            defaultValue = "conf/auto-mpg.yaml",
            description = "The configuration (default: ${DEFAULT-VALUE}).")
    private Path config;

    @Option(names = "--set", description = "Overrides a setting, KEY=VALUE, as in credence train. May be repeated.")
    private List<String> assignments = new ArrayList<>();

    @Option(
            names = "--score-rows",
            defaultValue = "100000",
            description = "Rows to score, copies of data.input (default: about ${DEFAULT-VALUE}).")
    private long scoredRows;

    /** The dropout of methods that need it, if the configuration has none. */
    private static final double DROPOUT = 0.1;

    private final ObjectMapper json = new ObjectMapper();

    @Override
    public Integer call() throws IOException {
        Path work = Files.createTempDirectory("credence-methods-");
        System.err.printf(
                "%-20s %9s %9s %9s %9s %9s %9s %9s %9s%n",
                "method", "train s", "rows/s", "nll", "rmse", "accuracy", "ece", "coverage", "epistemic");
        try (SparkSession spark = SparkSessions.open("bench methods", CredencePlugin.Display.NONE)) {
            Path rows = work.resolve("rows");
            repeat(spark, rows);
            // One warm-up run of each method, so that no measurement includes start-up or compilation.
            for (Posterior.Method method : Posterior.Method.values()) {
                measure(spark, work.resolve("warm-up"), method, rows);
            }
            for (Posterior.Method method : Posterior.Method.values()) {
                print(method, measure(spark, work.resolve(posterior(method).name()), method, rows));
            }
        }
        return 0;
    }

    private record Measured(TrainResult result, double trainSeconds, ScoreResult score) {}

    /** Writes copies of the input, because scoring few rows would only measure the start of Spark tasks. */
    private void repeat(SparkSession spark, Path to) throws IOException {
        DataSpec data = configuration(spark, to, Posterior.Method.DEEP_ENSEMBLE).data();
        Dataset<Row> rows =
                spark.read().format(data.format()).options(data.options()).load(data.input());
        long copies = Math.max(1, Math.round(scoredRows / (double) rows.count()));
        rows.crossJoin(spark.range(copies).withColumnRenamed("id", "copy of the row"))
                .drop("copy of the row")
                .repartition(spark.sparkContext().defaultParallelism())
                .write()
                .format(data.format())
                .options(data.options())
                .save(to.toString());
    }

    private Configuration configuration(SparkSession spark, Path output, Posterior.Method method) throws IOException {
        List<String> all = new ArrayList<>(assignments);
        all.add("ensemble.method=deep-ensemble");
        all.add("output=" + output);
        ConfigurationReader reader =
                new ConfigurationReader(spark.sparkContext().hadoopConfiguration());
        boolean usesDropout = posterior(method) instanceof Posterior.DropoutPosterior;
        if (usesDropout
                && reader.read(config.toAbsolutePath().toString(), all)
                                .network()
                                .dropout()
                        == 0) {
            all.add("network.dropout=" + DROPOUT);
        }
        all.add("ensemble.method=" + posterior(method).name());
        return reader.read(config.toAbsolutePath().toString(), all);
    }

    private Measured measure(SparkSession spark, Path output, Posterior.Method method, Path rows) throws IOException {
        Configuration configuration = configuration(spark, output, method);
        TrainResult result = new TrainJob(spark).run(configuration, new TrainOptions(true));
        ScoreResult score = new ScoreJob(spark)
                .run(new ScoreOptions(
                        result.model(),
                        rows.toString(),
                        configuration.data().fileFormat(),
                        configuration.data().options(),
                        output.resolve("scored").toString(),
                        Format.PARQUET,
                        true));
        return new Measured(
                result, ReportedTiming.of(output).path("trainSeconds").asDouble(), score);
    }

    private void print(Posterior.Method method, Measured measured) throws IOException {
        SortedMap<String, Double> metrics = measured.result().test().metrics();
        var uncertainty = measured.result().test().uncertainty();
        double rate = measured.score().rows() / measured.score().seconds();
        double epistemic = uncertainty.epistemic() / uncertainty.total();
        System.err.printf(
                Locale.ROOT,
                "%-20s %9.2f %9.0f %9.4f %9.4f %9.4f %9.4f %9.4f %8.1f%%%n",
                posterior(method).name(),
                measured.trainSeconds(),
                rate,
                metrics.get("nll"),
                metrics.getOrDefault("rmse", Double.NaN),
                metrics.getOrDefault("accuracy", Double.NaN),
                metrics.getOrDefault("ece", Double.NaN),
                metrics.getOrDefault("coverage95", Double.NaN),
                100 * epistemic);
        ObjectNode node = json.createObjectNode();
        node.put("bench", "methods")
                .put("method", posterior(method).name())
                .put("networks", measured.result().networks())
                .put("trainSeconds", measured.trainSeconds())
                .put("rowsPerSecond", rate)
                .put("epistemicShare", epistemic);
        metrics.forEach(node::put);
        System.out.println(json.writeValueAsString(node));
    }

    private static Posterior posterior(Posterior.Method method) {
        return new EnsembleSpec(method, null, null, null, null).posterior();
    }
}
