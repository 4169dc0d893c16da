package io.credence.benchmarks.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credence.driver.cli.SparkSessions;
import io.credence.driver.config.Configuration;
import io.credence.driver.config.ConfigurationReader;
import io.credence.driver.monitor.CredencePlugin;
import io.credence.driver.train.TrainJob;
import io.credence.driver.train.TrainOptions;
import io.credence.kernels.random.Purpose;
import io.credence.kernels.random.RandomStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures the training of the members of an ensemble on one and on two executors, which are one-core processes on
 * this machine.
 */
@Command(
        name = "members",
        description = "Parallel members: the same ensemble on one and on two one-core executors.",
        mixinStandardHelpOptions = true)
public final class MembersCommand implements Callable<Integer> {
    private static final long SEED = 1;

    @Option(
            names = "--members",
            defaultValue = "4",
            description = "Members of the ensemble, an even number (default: ${DEFAULT-VALUE}).")
    private int members;

    @Option(names = "--rows", defaultValue = "20000", description = "Rows of the data set (default: ${DEFAULT-VALUE}).")
    private int rows;

    @Option(names = "--features", defaultValue = "32", description = "Features of a row (default: ${DEFAULT-VALUE}).")
    private int features;

    @Option(
            names = "--hidden",
            split = ",",
            defaultValue = "128,128,128",
            description = "Units of each layer (default: ${DEFAULT-VALUE}).")
    private int[] hidden;

    @Option(names = "--batch", defaultValue = "256", description = "Rows per step (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--epochs",
            defaultValue = "200",
            description = "The number of epochs; each member should train for seconds (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--rounds",
            defaultValue = "2",
            description = "Alternating measurements of one and of two executors; the best of each counts"
                    + " (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--memory",
            defaultValue = "900",
            description = "The heap of an executor in MiB (default: ${DEFAULT-VALUE}).")
    private int memory;

    private final ObjectMapper json = new ObjectMapper().setSerializationInclusion(JsonInclude.Include.NON_NULL);

    /**
     * The result of one case; components are in the order of the JSON. The last three are null for one executor: the
     * speed-up, the speed-up of a bare kernel on the same two executors, and whether both models have the same bits.
     */
    record Result(
            String bench,
            int executors,
            int members,
            int rows,
            int epochs,
            double trainSeconds,
            double memberSeconds,
            double stepsPerSecond,
            Double ratio,
            Double machineLimit,
            Boolean sameBits) {}

    /** The times of a training run, from its report, and the weights of its model. */
    private record Training(double trainSeconds, double memberSeconds, double stepsPerSecond, byte[] weights) {
        Training best(Training other) {
            return other == null || trainSeconds <= other.trainSeconds ? this : other;
        }
    }

    @Override
    public Integer call() throws IOException {
        Path work = Files.createTempDirectory("credence-members-");
        Path data = writeRows(work);
        Training[] best = new Training[2];
        double limit = 0;
        for (int round = 0; round < rounds; round++) {
            for (int executors = 1; executors <= 2; executors++) {
                Path output = work.resolve(round + "-" + executors);
                try (SparkSession spark = open(executors, memory)) {
                    best[executors - 1] = measure(spark, output, data).best(best[executors - 1]);
                    limit = executors == 2 ? Math.max(limit, MachineLimit.speedup(spark)) : limit;
                }
            }
        }
        System.err.printf(
                "%9s %13s %14s %14s %6s %6s %9s%n",
                "executors", "train s", "members' s", "steps/s", "ratio", "limit", "same bits");
        print(result(1, best[0], null, null, null));
        print(result(
                2,
                best[1],
                best[0].trainSeconds() / best[1].trainSeconds(),
                limit,
                Arrays.equals(best[0].weights(), best[1].weights())));
        return 0;
    }

    private static SparkSession open(int executors, int mebibytes) throws IOException {
        new LocalExecutors(executors, mebibytes).settings().forEach(System::setProperty);
        return SparkSessions.open("bench members", CredencePlugin.Display.NONE);
    }

    /** Trains once to warm up, because the compiler of each executor needs about ten seconds of a core. */
    private Training measure(SparkSession spark, Path work, Path data) throws IOException {
        train(spark, work.resolve("warm-up"), data, Math.max(1, epochs / 2));
        return train(spark, work.resolve("measured"), data, epochs);
    }

    private Training train(SparkSession spark, Path output, Path data, int passes) throws IOException {
        Configuration configuration = ConfigurationReader.parse(
                "bench members",
                "{task: regression, training: {preset: none}}",
                List.of(
                        "data.input=" + data,
                        "data.label=y",
                        "network.hidden=" + Arrays.toString(hidden),
                        "ensemble.members=" + members,
                        "training.batchSize=" + batch,
                        "training.epochs=" + passes,
                        "output=" + output));
        new TrainJob(spark).run(configuration, new TrainOptions(false));
        JsonNode timing = ReportedTiming.of(output);
        return new Training(
                timing.path("trainSeconds").asDouble(),
                timing.path("memberSeconds").asDouble(),
                timing.path("stepsPerSecond").asDouble(),
                Files.readAllBytes(output.resolve("model/weights.safetensors")));
    }

    private Result result(int executors, Training training, Double ratio, Double limit, Boolean sameBits) {
        return new Result(
                "members",
                executors,
                members,
                rows,
                epochs,
                training.trainSeconds(),
                training.memberSeconds(),
                training.stepsPerSecond(),
                ratio,
                limit,
                sameBits);
    }

    private void print(Result r) throws IOException {
        System.err.printf(
                Locale.ROOT,
                "%9d %13.2f %14.2f %14.0f %6s %6s %9s%n",
                r.executors(),
                r.trainSeconds(),
                r.memberSeconds(),
                r.stepsPerSecond(),
                text(r.ratio()),
                text(r.machineLimit()),
                r.sameBits() == null ? "-" : r.sameBits());
        System.out.println(json.writeValueAsString(r));
    }

    private static String text(Double ratio) {
        return ratio == null ? "-" : String.format(Locale.ROOT, "%.2f", ratio);
    }

    private Path writeRows(Path directory) throws IOException {
        Path file = directory.resolve("rows.csv");
        RandomStream random = new RandomStream(SEED, Purpose.INITIALIZATION, 0);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int feature = 0; feature < features; feature++) {
                out.write("x" + feature + ",");
            }
            out.write("y\n");
            for (int row = 0; row < rows; row++) {
                double sum = 0;
                for (int feature = 0; feature < features; feature++) {
                    double value = random.nextGaussian();
                    sum += feature % 2 == 0 ? value : -value;
                    out.write(String.format(Locale.ROOT, "%.4f,", value));
                }
                out.write(String.format(Locale.ROOT, "%.4f%n", sum + random.nextGaussian()));
            }
        }
        return file;
    }
}
