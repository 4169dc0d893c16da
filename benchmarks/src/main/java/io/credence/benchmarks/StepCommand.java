package io.credence.benchmarks;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credence.ensemble.member.StepBenchmark;
import io.credence.kernels.layer.Normalization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A step of a member's training, and the same step in PyTorch on one thread where a Python with it is given. */
@Command(
        name = "step",
        description = "A training step of one member; beside PyTorch on one thread where --peer-python is given.",
        mixinStandardHelpOptions = true)
final class StepCommand implements Callable<Integer> {
    @Option(names = "--features", defaultValue = "13", description = "Width of a row (default: ${DEFAULT-VALUE}).")
    private int features;

    @Option(names = "--hidden", defaultValue = "50", description = "Units of each layer (default: ${DEFAULT-VALUE}).")
    private int hidden;

    @Option(names = "--layers", defaultValue = "1", description = "Hidden layers (default: ${DEFAULT-VALUE}).")
    private int layers;

    @Option(names = "--batch", defaultValue = "100", description = "Rows of a step (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--outputs",
            defaultValue = "2",
            description = "2: mean and variance; otherwise so many classes (default: ${DEFAULT-VALUE}).")
    private int outputs;

    @Option(
            names = "--normalization",
            defaultValue = "none",
            description = "none, batch, layer or rms (default: ${DEFAULT-VALUE}).")
    private String normalization;

    @Option(
            names = "--dropout",
            defaultValue = "0",
            description = "Share of units left out (default: ${DEFAULT-VALUE}).")
    private double dropout;

    @Option(
            names = "--diagnostics",
            description = "Take the gradient norms and dead units in every step; training takes them once an epoch.")
    private boolean diagnostics;

    @Option(
            names = "--threads",
            defaultValue = "1",
            description = "Threads that multiply our matrices, as a task with so many cores has them"
                    + " (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description =
                    "Times that we and the peer are measured in turn; the best counts (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--peer-python", description = "A Python with PyTorch; without it there are no peer fields.")
    private Path peerPython;

    @Option(names = "--peer-script", description = "The peer's script, of the same options as this command.")
    private Path peerScript;

    private final ObjectMapper json = new ObjectMapper().setSerializationInclusion(JsonInclude.Include.NON_NULL);

    /** One case's result, in the order of its JSON; the peer's fields are null where there is none. */
    record Result(
            String bench,
            int features,
            int hidden,
            int layers,
            int batch,
            int outputs,
            String normalization,
            double dropout,
            boolean diagnostics,
            int threads,
            int parameters,
            double microsPerStep,
            long bytesAllocatedPerStep,
            double rowsPerSecond,
            String peer,
            Double peerMicrosPerStep,
            Double peerVmapMicrosPerStep,
            Double ratio) {}

    /** A measurement of our own step. */
    private record Step(double micros, double bytes) {
        Step best(Step other) {
            return new Step(Math.min(micros, other.micros), Math.min(bytes, other.bytes));
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException, RunnerException {
        Normalization kind =
                Normalization.valueOf(normalization.toUpperCase(Locale.ROOT).replace('-', '_'));
        Step ours = new Step(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
        TorchPeer.Step peer = TorchPeer.Step.NEVER;
        for (int round = 0; round < rounds; round++) {
            if (peerPython != null) {
                peer = peer.best(new TorchPeer(peerPython, peerScript).measure(features, hidden, layers, batch));
            }
            ours = ours.best(measure(kind));
        }
        Result result = result(kind, ours, peer);
        print(result);
        System.out.println(json.writeValueAsString(result));
        return 0;
    }

    private Result result(Normalization kind, Step ours, TorchPeer.Step peer) {
        int parameters = StepBenchmark.network(features, hidden, layers, outputs, kind, dropout)
                .layout()
                .trained();
        boolean alone = peerPython == null;
        return new Result(
                "step",
                features,
                hidden,
                layers,
                batch,
                outputs,
                normalization,
                dropout,
                diagnostics,
                threads,
                parameters,
                ours.micros(),
                Math.round(ours.bytes()),
                batch / ours.micros() * 1e6,
                alone ? null : "pytorch",
                alone ? null : peer.eagerMicros(),
                alone ? null : peer.vmapMicros(),
                alone ? null : peer.eagerMicros() / ours.micros());
    }

    private static void print(Result r) {
        System.err.println("Warmed up until steps allocated less than a byte each for three seconds, or for a minute.");
        System.err.printf(
                "%-14s %6s %10s %10s %7s %14s %10s %10s %7s   threads: %d%n",
                "network",
                "batch",
                "parameters",
                "us/step",
                "B/step",
                "rows/s",
                "eager us",
                "vmap us",
                "ratio",
                r.threads());
        System.err.printf(
                Locale.ROOT,
                "%-14s %6d %10d %10.1f %7d %14.0f %10s %10s %7s%n",
                r.features() + "-" + r.hidden() + "x" + r.layers() + "-" + r.outputs(),
                r.batch(),
                r.parameters(),
                r.microsPerStep(),
                r.bytesAllocatedPerStep(),
                r.rowsPerSecond(),
                orDash(r.peerMicrosPerStep()),
                orDash(r.peerVmapMicrosPerStep()),
                orDash(r.ratio()));
    }

    private static String orDash(Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }

    /** Of the best iteration: on a machine that others use too, the best is the least disturbed. */
    private Step measure(Normalization kind) throws RunnerException {
        var options = new OptionsBuilder()
                .include(StepBenchmark.class.getName() + "\\.step$")
                .param("features", Integer.toString(features))
                .param("hidden", Integer.toString(hidden))
                .param("layers", Integer.toString(layers))
                .param("batch", Integer.toString(batch))
                .param("outputs", Integer.toString(outputs))
                .param("normalization", kind.name())
                .param("dropout", Double.toString(dropout))
                .param("diagnostics", Boolean.toString(diagnostics))
                .param("threads", Integer.toString(threads))
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.milliseconds(1000))
                .measurementIterations(8)
                .measurementTime(TimeValue.milliseconds(500))
                .timeUnit(TimeUnit.MICROSECONDS)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        RunResult run = new Runner(options).runSingle();
        return run.getAggregatedResult().getIterationResults().stream()
                .map(iteration -> new Step(
                        iteration.getPrimaryResult().getScore(),
                        iteration.getSecondaryResults().get("bytes").getScore()
                                / iteration.getSecondaryResults().get("steps").getScore()))
                .reduce(Step::best)
                .orElseThrow();
    }
}
