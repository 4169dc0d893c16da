package io.credence.benchmarks.kernels;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credence.driver.UserException;
import io.credence.kernels.layer.Normalization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures a training step of a member, and the same step in PyTorch on one thread if a Python with PyTorch is given.
 */
@Command(
        name = "step",
        description = "A training step of one member, compared with PyTorch on one thread if --peer-python is given.",
        mixinStandardHelpOptions = true)
public final class StepCommand implements Callable<Integer> {
    @Option(names = "--features", defaultValue = "13", description = "Features of a row (default: ${DEFAULT-VALUE}).")
    private int features;

    @Option(
            names = "--image",
            defaultValue = "",
            description = "The shape of image rows, height x width x channels, such as 28x28x1; instead of --features.")
    private String image;

    @Option(
            names = "--convolutions",
            defaultValue = "",
            description = "Convolutions before the dense layers, channels:kernel:pooling each, such as 16:5:2,32:5:2.")
    private String convolutions;

    @Option(
            names = "--hidden",
            defaultValue = "50",
            description = "Units of each dense layer (default: ${DEFAULT-VALUE}).")
    private int hidden;

    @Option(names = "--layers", defaultValue = "1", description = "Hidden dense layers (default: ${DEFAULT-VALUE}).")
    private int layers;

    @Option(names = "--batch", defaultValue = "100", description = "Rows per step (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--outputs",
            defaultValue = "2",
            description = "2 for mean and variance; otherwise the number of classes (default: ${DEFAULT-VALUE}).")
    private int outputs;

    @Option(
            names = "--normalization",
            defaultValue = "none",
            converter = NormalizationNames.class,
            description = "The normalisation: none, batch, layer or rms (default: none).")
    private Normalization normalization;

    @Option(names = "--dropout", defaultValue = "0", description = "The dropout rate (default: ${DEFAULT-VALUE}).")
    private double dropout;

    @Option(
            names = "--categories",
            defaultValue = "0",
            description = "Categories of one more column, with a learned embedding; 0 for no such column"
                    + " (default: ${DEFAULT-VALUE}).")
    private int categories;

    @Option(
            names = "--replicas",
            defaultValue = "1",
            description = "Slices of a batch, whose gradients are summed (default: ${DEFAULT-VALUE}).")
    private int replicas;

    @Option(
            names = "--diagnostics",
            description = "Computes gradient norms and dead units in every other step, and compares the times.")
    private boolean diagnostics;

    @Option(
            names = "--threads",
            defaultValue = "1",
            description = "Credence's threads for matrix products, one for each core of a task"
                    + " (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "Alternating measurements of Credence and PyTorch; the best of each counts"
                    + " (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--peer-python", description = "A Python with PyTorch; without it, PyTorch is not measured.")
    private Path peerPython;

    @Option(names = "--peer-script", description = "The PyTorch script, which takes the same options as this command.")
    private Path peerScript;

    private final ObjectMapper json = new ObjectMapper().setSerializationInclusion(JsonInclude.Include.NON_NULL);

    /** The result of one case; components are in the order of the JSON, null if not measured. */
    record Result(
            String bench,
            int features,
            String image,
            String convolutions,
            int hidden,
            int layers,
            int batch,
            int outputs,
            String normalization,
            double dropout,
            int categories,
            int replicas,
            int threads,
            int parameters,
            double microsPerStep,
            Long bytesAllocatedPerStep,
            double rowsPerSecond,
            Double inspectedMicrosPerStep,
            Double diagnosticsShareOfStep,
            String peer,
            Double peerMicrosPerStep,
            Double peerVmapMicrosPerStep,
            Double ratio) {}

    @Override
    public Integer call() throws IOException, InterruptedException, RunnerException {
        if (categories > 0 && peerPython != null) {
            throw new UserException("--categories is " + categories
                    + "; it must be 0 with --peer-python, because the PyTorch script has no embeddings");
        }
        StepNetwork network = new StepNetwork(
                features, image, convolutions, hidden, layers, outputs, normalization, dropout, categories);
        StepTimes ours = StepTimes.NOT_MEASURED;
        TorchPeer.Step peer = TorchPeer.Step.NOT_MEASURED;
        for (int round = 0; round < rounds; round++) {
            if (peerPython != null) {
                peer = peer.best(new TorchPeer(peerPython, peerScript).measure(network, batch));
            }
            ours = ours.best(StepTimes.measure(network, batch, replicas, threads, diagnostics));
        }
        Result result = result(network, ours, peer);
        print(network, result);
        System.out.println(json.writeValueAsString(result));
        return 0;
    }

    private Result result(StepNetwork network, StepTimes ours, TorchPeer.Step peer) {
        return new Result(
                "step",
                network.features(),
                image.isEmpty() ? null : image,
                convolutions.isEmpty() ? null : convolutions,
                hidden,
                layers,
                batch,
                outputs,
                NormalizationNames.of(normalization),
                dropout,
                categories,
                replicas,
                threads,
                network.member().layout().trained(),
                ours.micros(),
                diagnostics ? null : Math.round(ours.bytes()),
                batch / ours.micros() * 1e6,
                diagnostics ? ours.inspectedMicros() : null,
                diagnostics ? ours.inspectedMicros() / ours.micros() - 1 : null,
                peerPython == null ? null : "pytorch",
                finiteOrNull(peer.eagerMicros()),
                finiteOrNull(peer.vmapMicros()),
                finiteOrNull(peer.eagerMicros() / ours.micros()));
    }

    private static Double finiteOrNull(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static void print(StepNetwork network, Result r) {
        System.err.println(
                "Warmed up for at most a minute, until steps allocated less than a byte each for three seconds.");
        System.err.printf(
                "%-34s %6s %10s %10s %7s %14s %10s %10s %7s   threads: %d%n",
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
                "%-34s %6d %10d %10.1f %7s %14.0f %10s %10s %7s%n",
                network,
                r.batch(),
                r.parameters(),
                r.microsPerStep(),
                r.bytesAllocatedPerStep() == null ? "-" : r.bytesAllocatedPerStep(),
                r.rowsPerSecond(),
                orDash(r.peerMicrosPerStep()),
                orDash(r.peerVmapMicrosPerStep()),
                orDash(r.ratio()));
        if (r.diagnosticsShareOfStep() != null) {
            System.err.printf(
                    Locale.ROOT,
                    "with diagnostics: %.2f us, %.2f %% more than a plain step; training computes them once per epoch,"
                            + " which adds %.3f %% to an epoch of 10 steps and %.4f %% to one of 100%n",
                    r.inspectedMicrosPerStep(),
                    100 * r.diagnosticsShareOfStep(),
                    10 * r.diagnosticsShareOfStep(),
                    r.diagnosticsShareOfStep());
        }
    }

    private static String orDash(Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }
}
