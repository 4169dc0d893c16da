package io.credence.benchmarks.cluster;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.product.Gemm;
import io.credence.kernels.simd.product.Transposition;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * The speed-up of two processes on this machine that only repeat one matrix product. It is the limit for any work in
 * two processes, which share a cache, memory and perhaps a clock limit.
 */
final class MachineLimit {
    private static final int SIZE = 128;
    private static final int ROWS = 256;
    private static final double WARM_UP_SECONDS = 2;
    private static final double SECONDS = 4;

    private MachineLimit() {}

    /** Returns the combined rate of two processes relative to one: 2 if they do not slow each other down. */
    static double speedup(SparkSession twoExecutors) {
        double alone = Arrays.stream(rates(twoExecutors, 1)).sum();
        return Arrays.stream(rates(twoExecutors, 2)).sum() / alone;
    }

    private static double[] rates(SparkSession spark, int processes) {
        List<Integer> tasks = IntStream.range(0, processes).boxed().toList();
        return JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(tasks, processes)
                .map(task -> rate())
                .collect()
                .stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /** Measures products per second. */
    private static double rate() {
        try (Gemm gemm = new Gemm()) {
            Matrix a = Matrix.zeros(ROWS, SIZE);
            Matrix b = Matrix.zeros(SIZE, SIZE);
            Matrix c = Matrix.zeros(ROWS, SIZE);
            repeat(WARM_UP_SECONDS, gemm, c, a, b);
            return repeat(SECONDS, gemm, c, a, b);
        }
    }

    private static double repeat(double seconds, Gemm gemm, Matrix c, Matrix a, Matrix b) {
        long start = System.nanoTime();
        long end = start + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        long products = 0;
        long now = start;
        while (now < end) {
            gemm.multiply(Transposition.NONE, c, a, b);
            products++;
            now = System.nanoTime();
        }
        return products * 1e9 / (now - start);
    }
}
