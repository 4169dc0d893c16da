package io.credence.benchmarks.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credence.benchmarks.kernels.NormalizationNames;
import io.credence.kernels.layer.Normalization;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Compares the all-reduce over executor processes on this machine with plain sockets, and fits the cost model of
 * docs/scaling.md.
 */
@Command(
        name = "exchange",
        description =
                "The gradient all-reduce over executor processes, compared with plain sockets; and its cost model.",
        mixinStandardHelpOptions = true)
public final class ExchangeCommand implements Callable<Integer> {
    @Option(
            names = "--tasks",
            split = ",",
            defaultValue = "2,4",
            description = "Numbers of one-core executors (default: ${DEFAULT-VALUE}).")
    private int[] tasks;

    @Option(
            names = "--parameters",
            split = ",",
            defaultValue = "10000,100000,1000000,10000000",
            description = "Lengths of the summed array (default: ${DEFAULT-VALUE}).")
    private int[] parameters;

    @Option(
            names = "--batch",
            defaultValue = "512",
            description = "Rows per training step, over all tasks (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--normalization",
            defaultValue = "none",
            converter = NormalizationNames.class,
            description = "The normalisation of the trained network: none, batch, synchronized-batch, layer or rms"
                    + " (default: none).")
    private Normalization normalization;

    @Option(
            names = "--memory",
            defaultValue = "1200",
            description = "The heap of an executor in MiB (default: ${DEFAULT-VALUE}).")
    private int memory;

    @Option(names = "--conf", description = "A Spark setting, KEY=VALUE, such as spark.network.crypto.enabled=true.")
    private List<String> conf = new ArrayList<>();

    private final ObjectMapper json = new ObjectMapper();

    /** The result of one case, averaged over its tasks; components are in the order of the JSON. */
    record Result(
            String bench,
            int tasks,
            int parameters,
            long bytesPerTask,
            double bytesToMinimum,
            double micros,
            double bestMicros,
            double megabytesPerSecond,
            String peer,
            double peerMegabytesPerSecond,
            double ratio,
            double cpuNanosPerByte,
            double peerCpuNanosPerByte,
            double addNanosPerElement,
            int batch,
            String normalization,
            double computeMicros,
            double waitMicros,
            double waitShare) {}

    /** The cost model, fitted to the cases with the first number of tasks. */
    record Fitted(
            String bench,
            int fittedToTasks,
            double alphaMicros,
            double betaNanosPerByte,
            double memoryBetaNanosPerByte,
            double gammaNanosPerAddition) {}

    /** The prediction for a case that the model was not fitted to. */
    record Checked(String bench, int tasks, int parameters, double measuredMicros, double predictedMicros) {}

    /** The prediction for an all-reduce over a network. */
    record Predicted(String bench, int tasks, int parameters, int gigabits, double micros) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        System.err.printf(
                "%5s %10s %9s %10s %10s %9s %9s %6s %6s %6s %10s %10s %7s%n",
                "tasks",
                "parameters",
                "to min.",
                "us",
                "best us",
                "MB/s",
                "raw MB/s",
                "ratio",
                "ns/B",
                "raw",
                "compute us",
                "wait us",
                "share");
        List<Result> results = new ArrayList<>();
        for (int gangSize : tasks) {
            results.addAll(measure(gangSize));
        }
        if (parameters.length > 1) {
            model(results);
        }
        return 0;
    }

    private List<Result> measure(int gangSize) throws IOException, InterruptedException {
        List<List<ExchangeTiming>> byTask;
        try (SparkSession spark = open(gangSize)) {
            byTask = run(spark, gangSize);
        }
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < parameters.length; i++) {
            int index = i;
            results.add(result(
                    gangSize, byTask.stream().map(cases -> cases.get(index)).toList()));
        }
        for (Result result : results) {
            print(result);
            print((Object) result);
        }
        return results;
    }

    private SparkSession open(int gangSize) throws IOException, InterruptedException {
        SparkSession.Builder builder = SparkSession.builder().appName("bench exchange");
        new LocalExecutors(gangSize, memory).settings().forEach(builder::config);
        for (String assignment : conf) {
            String[] parts = assignment.split("=", 2);
            builder.config(parts[0], parts[1]);
        }
        SparkSession spark = builder.getOrCreate();
        while (spark.sparkContext().statusTracker().getExecutorInfos().length <= gangSize) {
            Thread.sleep(20);
        }
        return spark;
    }

    private List<List<ExchangeTiming>> run(SparkSession spark, int gangSize) {
        ClassTag<ExchangeTiming> tag = ClassTag$.MODULE$.apply(ExchangeTiming.class);
        RDD<Integer> partitions = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(IntStream.range(0, gangSize).boxed().toList(), gangSize)
                .rdd();
        RDD<ExchangeTiming> measured =
                partitions.barrier().mapPartitions(new ExchangeTask(parameters, batch, normalization), false, tag);
        return new JavaRDD<>(measured, tag).glom().collect();
    }

    private Result result(int gangSize, List<ExchangeTiming> timings) {
        ExchangeTiming first = timings.get(0);
        double bytes = mean(timings, ExchangeTiming::bytes);
        double minimum = 8.0 * first.parameters() * (gangSize - 1) / gangSize;
        double micros = mean(timings, ExchangeTiming::micros);
        double rawMicros = mean(timings, ExchangeTiming::rawMicros);
        return new Result(
                "exchange",
                gangSize,
                first.parameters(),
                Math.round(bytes),
                bytes / minimum,
                micros,
                mean(timings, ExchangeTiming::bestMicros),
                bytes / micros,
                "plain sockets",
                bytes / rawMicros,
                rawMicros / micros,
                mean(timings, ExchangeTiming::cpuMicros) * 1e3 / bytes,
                mean(timings, ExchangeTiming::rawCpuMicros) * 1e3 / bytes,
                mean(timings, ExchangeTiming::addNanos),
                batch,
                NormalizationNames.of(normalization),
                mean(timings, ExchangeTiming::computeMicros),
                mean(timings, ExchangeTiming::waitMicros),
                mean(timings, ExchangeTiming::waitShare));
    }

    private static double mean(List<ExchangeTiming> timings, ToDoubleFunction<ExchangeTiming> value) {
        return timings.stream().mapToDouble(value).average().orElseThrow();
    }

    private static void print(Result r) {
        System.err.printf(
                Locale.ROOT,
                "%5d %10d %9.4f %10.0f %10.0f %9.0f %9.0f %6.2f %6.2f %6.2f %10.0f %10.0f %6.1f%%%n",
                r.tasks(),
                r.parameters(),
                r.bytesToMinimum(),
                r.micros(),
                r.bestMicros(),
                r.megabytesPerSecond(),
                r.peerMegabytesPerSecond(),
                r.ratio(),
                r.cpuNanosPerByte(),
                r.peerCpuNanosPerByte(),
                r.computeMicros(),
                r.waitMicros(),
                100 * r.waitShare());
    }

    private void model(List<Result> results) throws JsonProcessingException {
        int cores = Runtime.getRuntime().availableProcessors();
        int fittedTo = tasks[0];
        double gamma =
                results.stream().mapToDouble(Result::addNanosPerElement).min().orElseThrow();
        List<ExchangeModel.Point> fitted = results.stream()
                .filter(result -> result.tasks() == fittedTo)
                .map(ExchangeCommand::point)
                .toList();
        ExchangeModel model = ExchangeModel.fit(fitted, gamma, cores);
        print(new Fitted(
                "exchange-model",
                fittedTo,
                model.alphaMicros(),
                model.betaNanos(),
                model.memoryBetaNanos(),
                model.gammaNanos()));
        for (Result result : results) {
            if (result.tasks() != fittedTo) {
                ExchangeModel.Point point = point(result);
                print(new Checked(
                        "exchange-check",
                        point.tasks(),
                        point.parameters(),
                        point.micros(),
                        model.micros(point, cores)));
            }
        }
        predict(model);
    }

    private void predict(ExchangeModel model) throws JsonProcessingException {
        for (int gangSize : new int[] {16, 128, 1024}) {
            for (int gigabits : new int[] {10, 100}) {
                for (int length : new int[] {100_000, 1_000_000, 10_000_000, 100_000_000}) {
                    print(new Predicted(
                            "exchange-prediction",
                            gangSize,
                            length,
                            gigabits,
                            model.networkMicros(gangSize, length, gigabits, 30)));
                }
            }
        }
    }

    private static ExchangeModel.Point point(Result result) {
        return new ExchangeModel.Point(result.tasks(), result.parameters(), result.bestMicros());
    }

    private void print(Object result) throws JsonProcessingException {
        System.out.println(json.writeValueAsString(result));
    }
}
