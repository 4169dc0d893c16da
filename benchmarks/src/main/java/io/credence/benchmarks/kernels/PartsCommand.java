package io.credence.benchmarks.kernels;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.product.Gemm;
import io.credence.kernels.simd.product.Transposition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures the parts of a training step besides matrix products, each beside its limit in the same run: the bandwidth
 * of memory, of a triad a = b + s c over as many bytes as the part uses, or the arithmetic of the processor, that of a
 * matrix product of size 256. All parts are warmed up before any is measured, as in a program.
 */
@Command(
        name = "parts",
        description = "The parts of a training step, each compared with its limit: memory or arithmetic; one thread.",
        mixinStandardHelpOptions = true)
public final class PartsCommand implements Callable<Integer> {
    private static final int PRODUCT = 256;

    @Option(
            names = "--windows",
            defaultValue = "15",
            description = "Windows of 10 ms per part; the best counts (default: ${DEFAULT-VALUE}).")
    private int windows;

    @Option(
            names = "--warm-up",
            defaultValue = "150",
            description = "Milliseconds of warm-up of each part, twice (default: ${DEFAULT-VALUE}).")
    private long warmUp;

    /**
     * The result of one part.
     *
     * @param limit the name of the limit
     * @param fraction of the limit that the part reaches
     */
    record Result(
            String bench,
            String part,
            String shape,
            double micros,
            double gigabytesPerSecond,
            double gigaOperationsPerSecond,
            String limit,
            double fraction) {}

    @Override
    public Integer call() throws IOException {
        List<StepParts.Part> parts = StepParts.all();
        for (int round = 0; round < 2; round++) {
            parts.forEach(part -> run(part.call(), warmUp * 1_000_000));
        }
        double operations = arithmetic();
        System.err.printf(Locale.ROOT, "arithmetic: %.0f G vector operations x lanes per second%n", operations);
        System.err.printf(
                "%-32s %22s %9s %8s %8s  %-10s %8s%n", "part", "shape", "us", "GB/s", "Gop/s", "limit", "fraction");
        List<Result> results = new ArrayList<>();
        for (StepParts.Part part : parts) {
            results.add(measure(part, operations));
            print(results.get(results.size() - 1));
        }
        for (Result result : results) {
            System.out.println(new ObjectMapper().writeValueAsString(result));
        }
        return 0;
    }

    private Result measure(StepParts.Part part, double operations) {
        double bandwidth = bandwidth(part.bytes());
        double nanos = best(part.call());
        double memoryLimit = part.bytes() / bandwidth;
        double arithmeticLimit = part.operations() / operations;
        return new Result(
                "parts",
                part.name(),
                part.shape(),
                nanos / 1e3,
                part.bytes() / nanos,
                part.operations() / nanos,
                memoryLimit > arithmeticLimit ? "memory" : "arithmetic",
                Math.max(memoryLimit, arithmeticLimit) / nanos);
    }

    /** Returns the bytes per nanosecond of a triad over three arrays of this many bytes together. */
    private double bandwidth(double bytes) {
        int length = (int) (bytes / 12);
        float[] a = new float[length];
        float[] b = new float[length];
        float[] c = new float[length];
        Runnable triad = () -> triad(a, b, c);
        run(triad, 50_000_000);
        return 12.0 * length / best(triad);
    }

    /** The compiler turns this loop into vectors. */
    private static void triad(float[] a, float[] b, float[] c) {
        for (int i = 0; i < a.length; i++) {
            a[i] = b[i] + 0.5f * c[i];
        }
    }

    /** Returns the fused multiply-adds per nanosecond of a matrix product. */
    private double arithmetic() {
        Matrix a = Matrix.zeros(PRODUCT, PRODUCT);
        Matrix b = Matrix.zeros(PRODUCT, PRODUCT);
        Matrix c = Matrix.zeros(PRODUCT, PRODUCT);
        try (Gemm gemm = new Gemm()) {
            Runnable product = () -> gemm.multiply(Transposition.NONE, c, a, b);
            run(product, 2_000_000_000);
            return Math.pow(PRODUCT, 3) / best(product);
        }
    }

    /** Returns the nanoseconds of a call in the best window. */
    private double best(Runnable call) {
        double best = Double.POSITIVE_INFINITY;
        for (int window = 0; window < windows; window++) {
            best = Math.min(best, run(call, 10_000_000));
        }
        return best;
    }

    /** Calls for some nanoseconds, at least once, and returns the nanoseconds of a call. */
    private static double run(Runnable call, long nanos) {
        long start = System.nanoTime();
        long calls = 0;
        long elapsed;
        do {
            call.run();
            calls++;
            elapsed = System.nanoTime() - start;
        } while (elapsed < nanos);
        return (double) elapsed / calls;
    }

    private static void print(Result r) {
        System.err.printf(
                Locale.ROOT,
                "%-32s %22s %9.1f %8.1f %8.1f  %-10s %8.2f%n",
                r.part(),
                r.shape(),
                r.micros(),
                r.gigabytesPerSecond(),
                r.gigaOperationsPerSecond(),
                r.limit(),
                r.fraction());
    }
}
