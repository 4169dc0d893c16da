package io.credence.benchmarks.kernels;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.credence.kernels.simd.product.Transposition;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Measures matrix products on one thread: Credence, OpenBLAS, and netlib's pure-Java BLAS. */
@Command(
        name = "gemm",
        description = "Matrix products compared with OpenBLAS and netlib's pure-Java BLAS, one thread each.",
        mixinStandardHelpOptions = true)
public final class GemmCommand implements Callable<Integer> {
    @Option(
            names = "--sizes",
            split = ",",
            defaultValue = "64,128,256,512,1024,2048",
            description = "Sizes m = n = k of square products (default: ${DEFAULT-VALUE}).")
    private int[] sizes;

    @Option(
            names = "--shapes",
            split = ",",
            converter = ProductSizeConverter.class,
            description = "Other shapes instead, each m x n over k, such as 256x2x128,100x2x50.")
    private List<ProductSize> shapes;

    @Option(
            names = "--transpositions",
            split = ",",
            defaultValue = "NONE,LEFT,RIGHT",
            description = "A B, A^T B and A B^T (default: ${DEFAULT-VALUE}).")
    private Transposition[] transpositions;

    @Option(
            names = "--iterations",
            defaultValue = "8",
            description = "Iterations of half a second; the result is their median" + " (default: ${DEFAULT-VALUE}).")
    private int iterations;

    private final ObjectMapper json = new ObjectMapper();

    /** The shape of a product: C is [m, n], and each element is a sum of k products. */
    record ProductSize(int m, int n, int k) {
        double operations() {
            return 2.0 * m * n * k;
        }

        @Override
        public String toString() {
            return m + "x" + n + "x" + k;
        }
    }

    /** Parses a shape in the form in which it is printed. */
    static final class ProductSizeConverter implements ITypeConverter<ProductSize> {
        private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,4})x([1-9]\\d{0,4})x([1-9]\\d{0,4})");

        @Override
        public ProductSize convert(String text) {
            Matcher found = FORM.matcher(text);
            if (!found.matches()) {
                throw new TypeConversionException(
                        "'" + text + "' is not a shape; it must be m x n x k, such as 256x2x128");
            }
            return new ProductSize(
                    Integer.parseInt(found.group(1)),
                    Integer.parseInt(found.group(2)),
                    Integer.parseInt(found.group(3)));
        }
    }

    /** The result of one case; components are in the order of the JSON. */
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
        List<ProductSize> all = shapes != null
                ? shapes
                : Arrays.stream(sizes)
                        .mapToObj(size -> new ProductSize(size, size, size))
                        .toList();
        System.err.printf(
                "%15s  %-6s %9s %9s %7s %9s   GFLOP/s, one thread%n",
                "m x n x k", "", "credence", "openblas", "ratio", "netlib");
        for (ProductSize shape : all) {
            for (Transposition transposition : transpositions) {
                Result result = measure(shape, transposition);
                System.err.printf(
                        Locale.ROOT,
                        "%15s  %-6s %9.1f %9.1f %7.2f %9.1f%n",
                        shape,
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

    private Result measure(ProductSize shape, Transposition transposition) throws RunnerException {
        Collection<IterationResult> turns = run(GemmBenchmark.class, shape, transposition);
        Collection<IterationResult> netlib = run(NetlibBenchmark.class, shape, transposition);
        double operations = shape.operations();
        return new Result(
                "gemm",
                shape.m(),
                shape.n(),
                shape.k(),
                transposition.name().toLowerCase(Locale.ROOT),
                ForkedJvm.median(turns, i -> operations * callsPerNano(i, "credence")),
                "openblas",
                ForkedJvm.median(turns, i -> operations * callsPerNano(i, "openblas")),
                ForkedJvm.median(turns, i -> callsPerNano(i, "credence") / callsPerNano(i, "openblas")),
                ForkedJvm.median(netlib, i -> operations / i.getPrimaryResult().getScore()));
    }

    /** Runs a benchmark in a separate process. */
    private Collection<IterationResult> run(Class<?> benchmark, ProductSize shape, Transposition transposition)
            throws RunnerException {
        var options = new OptionsBuilder()
                .include(Pattern.quote(benchmark.getName()) + "\\..*")
                .param("m", Integer.toString(shape.m()))
                .param("n", Integer.toString(shape.n()))
                .param("k", Integer.toString(shape.k()))
                .param("transposition", transposition.name())
                .warmupIterations(6)
                .warmupTime(TimeValue.milliseconds(700))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.milliseconds(500));
        return ForkedJvm.run(options);
    }

    private static double callsPerNano(IterationResult iteration, String library) {
        var turns = iteration.getSecondaryResults();
        return turns.get(library + "Calls").getScore()
                / turns.get(library + "Nanos").getScore();
    }
}
