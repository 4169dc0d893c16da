package io.credence.benchmarks.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credence.driver.cli.SparkSessions;
import io.credence.driver.config.Configuration;
import io.credence.driver.config.ConfigurationReader;
import io.credence.driver.monitor.CredencePlugin;
import io.credence.driver.train.TrainJob;
import io.credence.driver.train.TrainOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures a training run, from the input to the report, on a data set larger than the memory of all executors or on a
 * given data set.
 */
@Command(
        name = "load",
        description = "A data set larger than the memory of the executors: time to prepare, train and evaluate.",
        mixinStandardHelpOptions = true)
public final class LoadCommand implements Callable<Integer> {
    private static final long BYTES_PER_GIB = 1L << 30;

    @Option(
            names = "--gib",
            defaultValue = "3",
            description = "GiB of synthetic rows, in single precision (default: ${DEFAULT-VALUE}).")
    private double gib;

    @Option(
            names = "--features",
            defaultValue = "64",
            description = "Features of a synthetic row (default: ${DEFAULT-VALUE}).")
    private int features;

    @Option(
            names = "--executors",
            defaultValue = "2",
            description = "The number of one-core executor processes (default: ${DEFAULT-VALUE}).")
    private int executors;

    @Option(
            names = "--memory",
            defaultValue = "512",
            description = "The heap of an executor in MiB (default: ${DEFAULT-VALUE}).")
    private int memory;

    @Option(
            names = "--members",
            defaultValue = "2",
            description = "Members of the ensemble (default: ${DEFAULT-VALUE}).")
    private int members;

    @Option(names = "--input", description = "A Parquet file to train on instead of synthetic rows.")
    private Path input;

    @Option(
            names = "--set",
            description = "Overrides a setting, KEY=VALUE, such as data.label=delay for an --input. May be repeated.")
    private List<String> assignments = new ArrayList<>();

    @Option(
            names = "--work",
            description = "The directory for rows, shards and the model (default: a temporary directory).")
    private Path work;

    private final ObjectMapper json = new ObjectMapper();

    private record Result(
            String bench,
            double inputGib,
            int executors,
            int executorMib,
            long trainRows,
            int members,
            double prepareSeconds,
            double trainSeconds,
            double evaluateSeconds,
            double wallSeconds,
            double stepsPerSecond) {}

    @Override
    public Integer call() throws IOException {
        Path directory = work == null ? Files.createTempDirectory("credence-load-") : Files.createDirectories(work);
        new LocalExecutors(executors, memory).settings().forEach(System::setProperty);
        try (SparkSession spark = SparkSessions.open("bench load", CredencePlugin.Display.LINES)) {
            Path rows = input == null ? synthetic(spark, directory.resolve("rows")) : input.toAbsolutePath();
            Path output = directory.resolve("trained");
            long trainRows = new TrainJob(spark)
                    .run(configuration(rows, output), new TrainOptions(true))
                    .trainRows();
            JsonNode timing = ReportedTiming.of(output);
            print(new Result(
                    "load",
                    (double) size(rows) / BYTES_PER_GIB,
                    executors,
                    memory,
                    trainRows,
                    members,
                    timing.path("prepareSeconds").asDouble(),
                    timing.path("trainSeconds").asDouble(),
                    timing.path("evaluateSeconds").asDouble(),
                    timing.path("wallSeconds").asDouble(),
                    timing.path("stepsPerSecond").asDouble()));
        }
        return 0;
    }

    private Configuration configuration(Path rows, Path output) {
        List<String> settings = new ArrayList<>(List.of(
                "data.input=" + rows,
                "data.format=parquet",
                "data.label=y",
                "network.hidden=[64, 64]",
                "ensemble.members=" + members,
                "training.batchSize=512",
                "training.epochs=1",
                "output=" + output));
        settings.addAll(assignments);
        return ConfigurationReader.parse("bench load", "{task: regression, training: {preset: none}}", settings);
    }

    private Path synthetic(SparkSession spark, Path directory) {
        long rows = (long) (gib * BYTES_PER_GIB / (Float.BYTES * (features + 1)));
        return SyntheticRows.write(spark, directory, rows, features);
    }

    private static long size(Path path) throws IOException {
        try (var files = Files.walk(path)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private void print(Result r) throws IOException {
        System.err.printf(
                "%9s %9s %8s %10s %9s %9s %9s %9s%n",
                "input GiB", "executors", "MiB each", "rows", "prepare s", "train s", "evaluate", "steps/s");
        System.err.printf(
                Locale.ROOT,
                "%9.2f %9d %8d %10d %9.1f %9.1f %9.1f %9.0f%n",
                r.inputGib(),
                r.executors(),
                r.executorMib(),
                r.trainRows(),
                r.prepareSeconds(),
                r.trainSeconds(),
                r.evaluateSeconds(),
                r.stepsPerSecond());
        System.out.println(json.writeValueAsString(r));
    }
}
