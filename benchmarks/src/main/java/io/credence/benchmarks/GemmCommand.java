package io.credence.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.credence.kernels.simd.Transposition;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Square matrix products on one thread: ours, OpenBLAS, and netlib's pure-Java BLAS. */
@Command(
        name = "gemm",
        description = "Matrix products beside OpenBLAS and netlib's pure-Java BLAS, one thread each.",
        mixinStandardHelpOptions = true)
final class GemmCommand implements Callable<Integer> {
    @Option(
            names = "--sizes",
            split = ",",
            defaultValue = "64,128,256,512,1024,2048",
            description = "m = n = k of each product (default: ${DEFAULT-VALUE}).")
    private int[] sizes;

    @Option(
            names = "--transpositions",
            split = ",",
            defaultValue = "NONE,LEFT,RIGHT",
            description = "A B, A^T B, A B^T (default: ${DEFAULT-VALUE}).")
    private Transposition[] transpositions;

    @Option(
            names = "--iterations",
            defaultValue = "8",
            description = "Measurements of half a second, in which the libraries take turns; medians count"
                    + " (default: ${DEFAULT-VALUE}).")
    private int iterations;

    private final ObjectMapper json = new ObjectMapper();

    /** One configuration's result, in the order of its JSON. */
    record Result(
            String bench,
            int m,
            int n,
            int k,
            String transposition,
            double gflops,
            String peer,
            double peerGflops,
            double ratio,
            double netlibGflops) {}

    @Override
    public Integer call() throws Exception {
        System.err.printf(
                "%6s  %-6s %9s %9s %7s %9s   GFLOP/s, one thread%n",
                "n", "", "credence", "openblas", "ratio", "netlib");
        for (int size : sizes) {
            for (Transposition transposition : transpositions) {
                Result result = measure(size, transposition);
                System.err.printf(
                        Locale.ROOT,
                        "%6d  %-6s %9.1f %9.1f %7.2f %9.1f%n",
                        size,
                        transposition,
                        result.gflops(),
                        result.peerGflops(),
                        result.ratio(),
                        result.netlibGflops());
                System.out.println(json.writeValueAsString(result));
            }
        }
        return 0;
    }

    private Result measure(int size, Transposition transposition) throws RunnerException {
        var options = new OptionsBuilder()
                .include(GemmBenchmark.class.getName() + "\\.turns$")
                .param("size", Integer.toString(size))
                .param("transposition", transposition.name())
                .forks(1)
                .warmupIterations(6)
                .warmupTime(TimeValue.milliseconds(700))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.milliseconds(500))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        Collection<IterationResult> found =
                new Runner(options).runSingle().getAggregatedResult().getIterationResults();
        double operations = 2.0 * size * size * size;
        double ours = median(found, i -> operations * callsPerNano(i, "credence"));
        double openblas = median(found, i -> operations * callsPerNano(i, "openblas"));
        double netlib = median(found, i -> operations * callsPerNano(i, "netlib"));
        double ratio = median(found, i -> callsPerNano(i, "credence") / callsPerNano(i, "openblas"));
        String name = transposition.name().toLowerCase(Locale.ROOT);
        return new Result("gemm", size, size, size, name, ours, "openblas", openblas, ratio, netlib);
    }

    private static double callsPerNano(IterationResult iteration, String library) {
        var turns = iteration.getSecondaryResults();
        return turns.get(library + "Calls").getScore()
                / turns.get(library + "Nanos").getScore();
    }

    private static double median(Collection<IterationResult> iterations, ToDoubleFunction<IterationResult> value) {
        double[] sorted = iterations.stream().mapToDouble(value).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
