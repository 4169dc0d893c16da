package io.credence.benchmarks.kernels;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.product.Gemm;
import io.credence.kernels.simd.product.MatrixStack;
import io.credence.kernels.simd.product.Transposition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The products of a training step of several members with dense layers and weights of their own: forward, weight
 * gradients and input gradients. They are computed as products of stacks, and, taking turns, as products of the same
 * number of operations with one matrix of weights.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
public class StackBenchmark {
    /** The time of each kind of product in an iteration, which JMH resets before the next one. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Turns {
        public long stackNanos;
        public long singleNanos;
        public long turns;
    }

    @Param("16")
    int members;

    @Param("256")
    int batch;

    @Param("128")
    int inputs;

    @Param("256")
    int units;

    @Param("3")
    int layers;

    private final Gemm gemm = new Gemm();
    private final List<Runnable> stacks = new ArrayList<>();
    private final List<Runnable> singles = new ArrayList<>();

    /** Creates random operands and the products of a step. */
    @Setup
    public void prepare() {
        Random random = new Random(1);
        for (int layer = 0; layer < layers; layer++) {
            int width = layer == 0 ? inputs : units;
            MatrixStack x = stack(random, batch, width);
            MatrixStack w = stack(random, width, units);
            MatrixStack y = stack(random, batch, units);
            MatrixStack dw = stack(random, width, units);
            stacks.add(() -> gemm.multiply(Transposition.NONE, y, x, w));
            stacks.add(() -> gemm.multiply(Transposition.LEFT, dw, x, y));
            Matrix oneX = GemmOperands.matrix(random, members * batch, width);
            Matrix oneW = GemmOperands.matrix(random, width, units);
            Matrix oneY = GemmOperands.matrix(random, members * batch, units);
            Matrix oneDw = GemmOperands.matrix(random, width, units);
            singles.add(() -> gemm.multiply(Transposition.NONE, oneY, oneX, oneW));
            singles.add(() -> gemm.multiply(Transposition.LEFT, oneDw, oneX, oneY));
            if (layer > 0) {
                MatrixStack dx = stack(random, batch, width);
                stacks.add(() -> gemm.multiply(Transposition.RIGHT, dx, y, w));
                Matrix oneDx = GemmOperands.matrix(random, members * batch, width);
                singles.add(() -> gemm.multiply(Transposition.RIGHT, oneDx, oneY, oneW));
            }
        }
    }

    /** Runs one step of each kind. */
    @Benchmark
    public void turns(Turns turns) {
        long start = System.nanoTime();
        stacks.forEach(Runnable::run);
        long middle = System.nanoTime();
        singles.forEach(Runnable::run);
        turns.singleNanos += System.nanoTime() - middle;
        turns.stackNanos += middle - start;
        turns.turns++;
    }

    private MatrixStack stack(Random random, int rows, int columns) {
        return MatrixStack.of(
                GemmOperands.matrix(random, members * rows, columns).data(), 0, members, rows, columns);
    }
}
