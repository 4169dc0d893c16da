package io.credence.benchmarks.kernels;

import dev.ludovic.netlib.blas.JavaBLAS;
import io.credence.kernels.simd.product.Transposition;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The product of {@link GemmBenchmark}, computed by netlib's pure-Java BLAS in a separate process. Netlib also uses
 * the Vector API, but with a different vector class. On Java 17, type profiles of one class prevent optimisation for
 * the other, so the later of two libraries in a process allocates its vectors on the heap. Which library that is
 * depends on timing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NetlibBenchmark {
    @Param("256")
    int m;

    @Param("256")
    int n;

    @Param("256")
    int k;

    @Param("NONE")
    Transposition transposition;

    private final JavaBLAS netlib = JavaBLAS.getInstance();
    private GemmOperands operands;

    /** Creates the operands of {@link GemmBenchmark}. */
    @Setup
    public void prepare() {
        operands = GemmOperands.random(m, n, k, transposition);
    }

    /** Computes the transpose C^T = B^T A^T, because netlib is column-major. */
    @Benchmark
    public void multiply() {
        netlib.sgemm(
                transposition == Transposition.RIGHT ? "T" : "N",
                transposition == Transposition.LEFT ? "T" : "N",
                n,
                m,
                k,
                1f,
                operands.b().data(),
                operands.b().columns(),
                operands.a().data(),
                operands.a().columns(),
                0f,
                operands.c().data(),
                n);
    }
}
