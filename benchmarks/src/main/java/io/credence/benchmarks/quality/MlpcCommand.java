package io.credence.benchmarks.quality;

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
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures the wall time to reach a test accuracy on digits, compared with Spark's own network. Both networks have one
 * hidden layer of logistic units and a softmax, on the same cores. Each is trained with growing budgets until it
 * reaches the accuracy. Only the time of that last run counts, after a first run to warm up the compiler.
 */
@Command(
        name = "mlpc",
        description = "Time to reach an accuracy on digits, compared with Spark's MultilayerPerceptronClassifier.",
        mixinStandardHelpOptions = true)
public final class MlpcCommand implements Callable<Integer> {
    private static final int TARGET_MISSED = 3;
    private static final int PIXELS = 784;
    private static final int DIGITS = 10;

    @Option(
            names = "--config",
            defaultValue = "conf/mnist.yaml",
            description = "The configuration (default: ${DEFAULT-VALUE}).")
    private Path config;

    @Option(
            names = "--data",
            defaultValue = "../shared/data/mnist",
            description = "A directory with {train,test}.libsvm.gz (default: ${DEFAULT-VALUE}).")
    private Path data;

    @Option(
            names = "--hidden",
            defaultValue = "200",
            description = "Units of the hidden layer (default: ${DEFAULT-VALUE}).")
    private int hidden;

    @Option(
            names = "--target",
            defaultValue = "0.95",
            description = "The test accuracy to reach (default: ${DEFAULT-VALUE}).")
    private double target;

    @Option(
            names = "--epochs",
            split = ",",
            defaultValue = "3,4,6,8,10,12,15,20",
            description = "Epochs of Credence, tried in turn (default: ${DEFAULT-VALUE}).")
    private List<Integer> epochs;

    @Option(
            names = "--iterations",
            split = ",",
            defaultValue = "30,40,50,60,80,100,150",
            description = "Iterations of Spark's network, tried in turn (default: ${DEFAULT-VALUE}).")
    private List<Integer> iterations;

    private record Run(int budget, double seconds, double accuracy) {}

    private record Result(
            String bench,
            int hidden,
            double target,
            int epochs,
            double accuracy,
            double seconds,
            String peer,
            int peerIterations,
            double peerAccuracy,
            double peerSeconds,
            double ratio) {}

    /** A training run with a given number of epochs or iterations. */
    @FunctionalInterface
    private interface Training {
        Run with(int budget) throws IOException;
    }

    @Override
    public Integer call() throws IOException {
        System.err.printf("%-34s %8s %10s %10s%n", "", "budget", "accuracy", "seconds");
        Optional<Run> ours;
        try (SparkSession spark = SparkSessions.open("bench mlpc", CredencePlugin.Display.NONE)) {
            Path work = Files.createTempDirectory("credence-mlpc-");
            ours = firstToReachTarget("credence", epochs, budget -> train(spark, work, budget));
        }
        Optional<Run> peer;
        try (SparkSession spark =
                SparkSession.builder().appName("bench mlpc").master("local[*]").getOrCreate()) {
            Dataset<Row> train = read(spark, "train.libsvm.gz");
            Dataset<Row> test = read(spark, "test.libsvm.gz");
            peer = firstToReachTarget(
                    "MultilayerPerceptronClassifier", iterations, budget -> trainPeer(train, test, budget));
        }
        if (ours.isEmpty() || peer.isEmpty()) {
            return TARGET_MISSED;
        }
        report(ours.get(), peer.get());
        return 0;
    }

    private void report(Run ours, Run peer) throws IOException {
        double ratio = peer.seconds() / ours.seconds();
        System.err.printf(Locale.ROOT, "%.1f times as fast%n", ratio);
        System.out.println(new ObjectMapper()
                .writeValueAsString(new Result(
                        "mlpc",
                        hidden,
                        target,
                        ours.budget(),
                        ours.accuracy(),
                        ours.seconds(),
                        "MultilayerPerceptronClassifier",
                        peer.budget(),
                        peer.accuracy(),
                        peer.seconds(),
                        ratio)));
    }

    private Optional<Run> firstToReachTarget(String name, List<Integer> budgets, Training training) throws IOException {
        training.with(1);
        for (int budget : budgets) {
            Run run = training.with(budget);
            System.err.printf(Locale.ROOT, "%-34s %8d %10.4f %10.2f%n", name, budget, run.accuracy(), run.seconds());
            if (run.accuracy() >= target) {
                return Optional.of(run);
            }
        }
        System.err.println(name + " does not reach a test accuracy of " + target + " with any of the budgets " + budgets
                + "; choose other budgets, a wider network (--hidden) or a lower --target");
        return Optional.empty();
    }

    /** Runs the complete {@code credence train}, from the file to the model and the report. */
    private Run train(SparkSession spark, Path work, int budget) throws IOException {
        List<String> settings = new ArrayList<>(List.of(
                "data.input=" + data.resolve("train.libsvm.gz").toAbsolutePath(),
                "data.test=" + data.resolve("test.libsvm.gz").toAbsolutePath(),
                "network={hidden: [" + hidden + "], activation: sigmoid}",
                "ensemble.members=1",
                "training.epochs=" + budget,
                "training.batchSize=64",
                "training.optimizer={name: adamw, learningRate: 0.02, weightDecay: 0.01}",
                "calibration.method=none",
                "output=" + work.resolve("epochs-" + budget)));
        Configuration configuration = new ConfigurationReader(
                        spark.sparkContext().hadoopConfiguration())
                .read(config.toAbsolutePath().toString(), settings);
        long start = System.nanoTime();
        double accuracy = new TrainJob(spark)
                .run(configuration, new TrainOptions(true))
                .test()
                .metrics()
                .get("accuracy");
        return new Run(budget, (System.nanoTime() - start) * 1e-9, accuracy);
    }

    /** Measures the fit only, on rows already in memory. */
    private Run trainPeer(Dataset<Row> train, Dataset<Row> test, int budget) {
        MultilayerPerceptronClassifier classifier = new MultilayerPerceptronClassifier()
                .setLayers(new int[] {PIXELS, hidden, DIGITS})
                .setMaxIter(budget)
                .setSeed(1);
        long start = System.nanoTime();
        MultilayerPerceptronClassificationModel model = classifier.fit(train);
        double seconds = (System.nanoTime() - start) * 1e-9;
        double accuracy = new MulticlassClassificationEvaluator()
                .setMetricName("accuracy")
                .evaluate(model.transform(test));
        return new Run(budget, seconds, accuracy);
    }

    private Dataset<Row> read(SparkSession spark, String name) {
        int cores = spark.sparkContext().defaultParallelism();
        Dataset<Row> rows = spark.read()
                .format("libsvm")
                .option("numFeatures", String.valueOf(PIXELS))
                .load(data.resolve(name).toAbsolutePath().toString())
                .repartition(cores)
                .cache();
        rows.count();
        return rows;
    }
}
