package io.credence.benchmarks.quality;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credence.benchmarks.cluster.ReportedTiming;
import io.credence.driver.UserException;
import io.credence.driver.cli.SparkSessions;
import io.credence.driver.config.Configuration;
import io.credence.driver.config.ConfigurationReader;
import io.credence.driver.evaluation.EvaluateJob;
import io.credence.driver.evaluation.EvaluateOptions;
import io.credence.driver.evaluation.EvaluateResult;
import io.credence.driver.monitor.CredencePlugin;
import io.credence.driver.train.TrainJob;
import io.credence.driver.train.TrainOptions;
import io.credence.driver.train.TrainResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Trains ensembles on digits with several seeds. Prints their quality on digits and how well they detect images of
 * clothes, compared with the scores of a single network.
 */
@Command(
        name = "digits",
        description = "An ensemble on digits: accuracy, calibration, and detection of images of clothes.",
        mixinStandardHelpOptions = true)
public final class DigitsCommand implements Callable<Integer> {
    private static final List<String> COLUMNS = List.of(
            "accuracy",
            "nll",
            "ece",
            "total.auroc",
            "epistemic.auroc",
            "componentEntropy.auroc",
            "componentMaximumProbability.auroc");

    @Option(
            names = "--config",
            defaultValue = "conf/mnist-convolutional.yaml",
            description = "The configuration (default: ${DEFAULT-VALUE}).")
    private Path config;

    @Option(
            names = "--data",
            defaultValue = "../shared/data/mnist",
            description = "A directory with {train,test,ood-clothes}.libsvm.gz (default: ${DEFAULT-VALUE}).")
    private Path data;

    @Option(
            names = "--members",
            defaultValue = "5",
            description = "Members of each ensemble (default: ${DEFAULT-VALUE}).")
    private int members;

    @Option(
            names = "--seeds",
            defaultValue = "3",
            description =
                    "The number of ensembles, each with its own seed and validation split (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(names = "--set", description = "Overrides a setting, KEY=VALUE, as in credence train. May be repeated.")
    private List<String> assignments = new ArrayList<>();

    private final ObjectMapper json = new ObjectMapper();

    @Override
    public Integer call() throws IOException {
        requireFiles();
        Path work = Files.createTempDirectory("credence-digits-");
        System.err.printf(
                "%4s %9s %8s %8s %12s %12s %12s %12s %8s%n",
                "seed", "accuracy", "nll", "ece", "total", "epistemic", "one entropy", "one max", "train s");
        try (SparkSession spark = SparkSessions.open("bench digits", CredencePlugin.Display.NONE)) {
            for (int seed = 1; seed <= seeds; seed++) {
                measure(spark, work.resolve("seed-" + seed), seed);
            }
        }
        return 0;
    }

    private void requireFiles() {
        for (String part : List.of("train", "test", "ood-clothes")) {
            if (!Files.isReadable(file(part))) {
                throw new UserException(
                        "--data is " + data + ", where " + file(part) + " cannot be read; it must contain"
                                + " train.libsvm.gz, test.libsvm.gz and ood-clothes.libsvm.gz");
            }
        }
    }

    private Path file(String part) {
        return data.toAbsolutePath().normalize().resolve(part + ".libsvm.gz");
    }

    private void measure(SparkSession spark, Path output, int seed) throws IOException {
        List<String> own = List.of(
                "data.input=" + file("train"),
                "data.test=" + file("test"),
                "data.split.seed=" + seed,
                "ensemble.seed=" + seed,
                "ensemble.members=" + members,
                "output=" + output);
        Configuration configuration = new ConfigurationReader(
                        spark.sparkContext().hadoopConfiguration())
                .read(
                        config.toAbsolutePath().toString(),
                        Stream.concat(own.stream(), assignments.stream()).toList());
        TrainResult trained = new TrainJob(spark).run(configuration, new TrainOptions(true));
        EvaluateResult evaluated = new EvaluateJob(spark)
                .run(new EvaluateOptions(
                        trained.model(),
                        file("test").toString(),
                        file("ood-clothes").toString(),
                        configuration.data().fileFormat(),
                        configuration.data().options(),
                        output.resolve("clothes").toString()));
        Map<String, Double> figures = new TreeMap<>(evaluated.outOfDistribution());
        figures.putAll(evaluated.evaluation().metrics());
        print(seed, figures, ReportedTiming.of(output).path("trainSeconds").asDouble());
    }

    private void print(int seed, Map<String, Double> figures, double trainSeconds) throws IOException {
        List<Object> row = new ArrayList<>();
        row.add(seed);
        COLUMNS.forEach(column -> row.add(figures.get(column)));
        row.add(trainSeconds);
        System.err.printf(Locale.ROOT, "%4d %9.4f %8.4f %8.4f %12.4f %12.4f %12.4f %12.4f %8.1f%n", row.toArray());
        ObjectNode node = json.createObjectNode();
        node.put("bench", "digits").put("seed", seed).put("members", members).put("trainSeconds", trainSeconds);
        figures.forEach(node::put);
        System.out.println(json.writeValueAsString(node));
    }
}
