package io.credence.benchmarks.kernels;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the products of a step of several members with weights of their own. */
@Command(
        name = "stack",
        description = "The products of a step of stacked members, compared with products of one matrix of weights, and"
                + " with torch.bmm if --peer-python is given. One thread.",
        mixinStandardHelpOptions = true)
public final class StackCommand implements Callable<Integer> {
    /** Prints the least milliseconds of a step. It takes the same sizes as the benchmark. */
    private static final String TORCH = """
            import sys, time, torch
            members, batch, inputs, units, layers = map(int, sys.argv[1:])
            torch.set_num_threads(1)
            stack = []
            for layer in range(layers):
                width = units if layer else inputs
                stack.append((torch.rand(members, batch, width), torch.rand(members, width, units),
                              torch.rand(members, batch, units)))
            def step():
                for layer, (x, w, y) in enumerate(stack):
                    torch.bmm(x, w)
                    torch.bmm(x.transpose(1, 2), y)
                    if layer:
                        torch.bmm(y, w.transpose(1, 2))
            times = []
            with torch.no_grad():
                for _ in range(30):
                    start = time.perf_counter()
                    step()
                    times.append(time.perf_counter() - start)
            print(1e3 * sorted(times)[len(times) // 2])
            """;

    @Option(names = "--members", defaultValue = "16", description = "Members (default: ${DEFAULT-VALUE}).")
    private int members;

    @Option(names = "--batch", defaultValue = "256", description = "Rows of each member (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--features", defaultValue = "128", description = "Inputs (default: ${DEFAULT-VALUE}).")
    private int inputs;

    @Option(names = "--hidden", defaultValue = "256", description = "Units of each layer (default: ${DEFAULT-VALUE}).")
    private int units;

    @Option(names = "--layers", defaultValue = "3", description = "Dense layers (default: ${DEFAULT-VALUE}).")
    private int layers;

    @Option(
            names = "--iterations",
            defaultValue = "8",
            description = "Iterations of half a second; the result is their median (default: ${DEFAULT-VALUE}).")
    private int iterations;

    @Option(names = "--peer-python", description = "A Python with PyTorch; without it, PyTorch is not measured.")
    private Path peerPython;

    private final ObjectMapper json = new ObjectMapper().setSerializationInclusion(JsonInclude.Include.NON_NULL);

    /** The result of one case; components are in the order of the JSON. */
    record Result(
            String bench,
            int members,
            int batch,
            int features,
            int hidden,
            int layers,
            double gflops,
            double singleGflops,
            double ratio,
            String peer,
            Double peerGflops,
            Double peerRatio) {}

    @Override
    public Integer call() throws RunnerException, IOException, InterruptedException {
        Collection<IterationResult> turns = ForkedJvm.run(new OptionsBuilder()
                .include(Pattern.quote(StackBenchmark.class.getName()) + "\\..*")
                .param("members", Integer.toString(members))
                .param("batch", Integer.toString(batch))
                .param("inputs", Integer.toString(inputs))
                .param("units", Integer.toString(units))
                .param("layers", Integer.toString(layers))
                .warmupIterations(8)
                .warmupTime(TimeValue.milliseconds(700))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.milliseconds(500)));
        double gflops = ForkedJvm.median(turns, i -> operations() / nanos(i, "stackNanos"));
        Double peer = peerPython == null ? null : operations() / (1e6 * torchMillis());
        Result result = new Result(
                "stack",
                members,
                batch,
                inputs,
                units,
                layers,
                gflops,
                ForkedJvm.median(turns, i -> operations() / nanos(i, "singleNanos")),
                ForkedJvm.median(turns, i -> nanos(i, "singleNanos") / nanos(i, "stackNanos")),
                peer == null ? null : "torch.bmm",
                peer,
                peer == null ? null : gflops / peer);
        System.err.printf(
                Locale.ROOT,
                "%d members of %d-%dx%d, batch %d: %.1f GFLOP/s; one matrix of weights: %.1f, ratio %.2f%s%n",
                members,
                inputs,
                units,
                layers,
                batch,
                result.gflops(),
                result.singleGflops(),
                result.ratio(),
                peer == null ? "" : String.format(Locale.ROOT, "; torch.bmm: %.1f, ratio %.2f", peer, gflops / peer));
        System.out.println(json.writeValueAsString(result));
        return 0;
    }

    /** Returns the floating-point operations of a step: three products a layer, without the first input gradient. */
    private double operations() {
        double first = 2 * 2.0 * batch * inputs * units;
        double others = 3 * 2.0 * batch * units * (double) units * (layers - 1);
        return members * (first + others);
    }

    private double torchMillis() throws IOException, InterruptedException {
        List<String> command = List.of(
                peerPython.toString(),
                "-c",
                TORCH,
                Integer.toString(members),
                Integer.toString(batch),
                Integer.toString(inputs),
                Integer.toString(units),
                Integer.toString(layers));
        return Double.parseDouble(TorchPeer.output(command).strip());
    }

    private static double nanos(IterationResult iteration, String counter) {
        var results = iteration.getSecondaryResults();
        return results.get(counter).getScore() / results.get("turns").getScore();
    }
}
