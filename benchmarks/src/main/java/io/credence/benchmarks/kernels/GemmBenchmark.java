package io.credence.benchmarks.kernels;

import io.credence.kernels.simd.product.Gemm;
import io.credence.kernels.simd.product.Transposition;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A matrix product [m, n] over k, computed by two libraries on the same matrices. The libraries take turns of a few
 * milliseconds, so that other load on the machine affects both equally.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
public class GemmBenchmark {
    /** The floating-point operations in a turn: ten milliseconds at 200 GFLOP/s. */
    private static final double OPERATIONS_PER_TURN = 2e9;

    /** The time and the calls of each library in an iteration, which JMH resets before the next one. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Turns {
        public long credenceNanos;
        public long credenceCalls;
        public long openblasNanos;
        public long openblasCalls;
    }

    @Param("256")
    int m;

    @Param("256")
    int n;

    @Param("256")
    int k;

    @Param("NONE")
    Transposition transposition;

    private final Gemm gemm = new Gemm();
    private GemmOperands operands;
    private FloatPointer nativeA;
    private FloatPointer nativeB;
    private FloatPointer nativeC;

    /**
     * Creates random operands. The native library runs on one thread, on off-heap copies, so that calls copy nothing.
     */
    @Setup
    public void prepare() {
        operands = GemmOperands.random(m, n, k, transposition);
        openblas.blas_set_num_threads(1);
        nativeA = new FloatPointer(operands.a().data());
        nativeB = new FloatPointer(operands.b().data());
        nativeC = new FloatPointer(operands.c().data());
    }

    /** Runs one turn of each library. */
    @Benchmark
    public void turns(Turns turns) {
        int calls = (int) Math.max(1, OPERATIONS_PER_TURN / (2.0 * m * n * k));
        long start = System.nanoTime();
        for (int call = 0; call < calls; call++) {
            gemm.multiply(transposition, operands.c(), operands.a(), operands.b());
        }
        long credence = System.nanoTime();
        for (int call = 0; call < calls; call++) {
            openblas();
        }
        turns.openblasNanos += System.nanoTime() - credence;
        turns.credenceNanos += credence - start;
        turns.credenceCalls += calls;
        turns.openblasCalls += calls;
    }

    private void openblas() {
        int left = transposition == Transposition.LEFT ? openblas.CblasTrans : openblas.CblasNoTrans;
        int right = transposition == Transposition.RIGHT ? openblas.CblasTrans : openblas.CblasNoTrans;
        openblas.cblas_sgemm(
                openblas.CblasRowMajor,
                left,
                right,
                m,
                n,
                k,
                1f,
                nativeA,
                operands.a().columns(),
                nativeB,
                operands.b().columns(),
                0f,
                nativeC,
                n);
    }
}
