package io.credence.benchmarks;

import dev.ludovic.netlib.blas.JavaBLAS;
import io.credence.kernels.simd.Gemm;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.Transposition;
import java.util.Random;
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
 * One product [m, n] over k, by three libraries on the same numbers. They take turns of a few milliseconds, so that what else the
 * machine does at the time meets all of them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
public class GemmBenchmark {
    /** Floating-point operations of a turn: ten milliseconds at 200 GFLOP/s. */
    private static final double OPERATIONS_OF_TURN = 2e9;

    /** Netlib is slower by this factor or more, so its turn has fewer calls. */
    private static final int SLOWER = 8;

    /** What an iteration spent on each library; JMH sets it back before the next one. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Turns {
        public long credenceNanos;
        public long credenceCalls;
        public long openblasNanos;
        public long openblasCalls;
        public long netlibNanos;
        public long netlibCalls;
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
    private final JavaBLAS netlib = JavaBLAS.getInstance();
    private Matrix a;
    private Matrix b;
    private Matrix c;
    private FloatPointer nativeA;
    private FloatPointer nativeB;
    private FloatPointer nativeC;

    /** Random operands; the native library on one thread, with memory of its own so that nothing is copied in a call. */
    @Setup
    public void prepare() {
        Random random = new Random(1);
        boolean left = transposition == Transposition.LEFT;
        boolean right = transposition == Transposition.RIGHT;
        a = random(random, left ? k : m, left ? m : k);
        b = random(random, right ? n : k, right ? k : n);
        c = Matrix.zeros(m, n);
        openblas.blas_set_num_threads(1);
        nativeA = new FloatPointer(a.data());
        nativeB = new FloatPointer(b.data());
        nativeC = new FloatPointer(c.data());
    }

    private static Matrix random(Random random, int rows, int columns) {
        Matrix matrix = Matrix.zeros(rows, columns);
        for (int i = 0; i < rows * columns; i++) {
            matrix.data()[i] = random.nextFloat() - 0.5f;
        }
        return matrix;
    }

    /** One turn of each. */
    @Benchmark
    public void turns(Turns turns) {
        int calls = (int) Math.max(1, OPERATIONS_OF_TURN / (2.0 * m * n * k));
        int fewer = Math.max(1, calls / SLOWER);
        long start = System.nanoTime();
        for (int call = 0; call < calls; call++) {
            gemm.multiply(transposition, c, a, b);
        }
        long credence = System.nanoTime();
        for (int call = 0; call < calls; call++) {
            openblas();
        }
        long openblas = System.nanoTime();
        for (int call = 0; call < fewer; call++) {
            netlib();
        }
        turns.netlibNanos += System.nanoTime() - openblas;
        turns.openblasNanos += openblas - credence;
        turns.credenceNanos += credence - start;
        turns.credenceCalls += calls;
        turns.openblasCalls += calls;
        turns.netlibCalls += fewer;
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
                a.columns(),
                nativeB,
                b.columns(),
                0f,
                nativeC,
                n);
    }

    /** Column-major, so what it is asked for is the transpose: C^T = B^T A^T. */
    private void netlib() {
        String left = transposition == Transposition.LEFT ? "T" : "N";
        String right = transposition == Transposition.RIGHT ? "T" : "N";
        netlib.sgemm(right, left, n, m, k, 1f, b.data(), b.columns(), a.data(), a.columns(), 0f, c.data(), n);
    }
}
