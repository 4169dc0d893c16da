package io.credence.benchmarks;

import dev.ludovic.netlib.blas.JavaBLAS;
import io.credence.kernels.simd.Gemm;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.Transposition;
import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One square product [size, size], by three libraries on the same numbers. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
public class GemmBenchmark {
    @Param("256")
    int size;

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
        a = Matrix.zeros(size, size);
        b = Matrix.zeros(size, size);
        c = Matrix.zeros(size, size);
        for (int i = 0; i < size * size; i++) {
            a.data()[i] = random.nextFloat() - 0.5f;
            b.data()[i] = random.nextFloat() - 0.5f;
        }
        openblas.blas_set_num_threads(1);
        nativeA = new FloatPointer(a.data());
        nativeB = new FloatPointer(b.data());
        nativeC = new FloatPointer(c.data());
    }

    @Benchmark
    public float[] credence() {
        gemm.multiply(transposition, c, a, b);
        return c.data();
    }

    @Benchmark
    public FloatPointer openblas() {
        int left = transposition == Transposition.LEFT ? openblas.CblasTrans : openblas.CblasNoTrans;
        int right = transposition == Transposition.RIGHT ? openblas.CblasTrans : openblas.CblasNoTrans;
        openblas.cblas_sgemm(
                openblas.CblasRowMajor,
                left,
                right,
                size,
                size,
                size,
                1f,
                nativeA,
                size,
                nativeB,
                size,
                0f,
                nativeC,
                size);
        return nativeC;
    }

    /** Column-major, so what it is asked for is the transpose: C^T = B^T A^T. */
    @Benchmark
    public float[] netlib() {
        String left = transposition == Transposition.LEFT ? "T" : "N";
        String right = transposition == Transposition.RIGHT ? "T" : "N";
        netlib.sgemm(right, left, size, size, size, 1f, b.data(), size, a.data(), size, 0f, c.data(), size);
        return c.data();
    }
}
