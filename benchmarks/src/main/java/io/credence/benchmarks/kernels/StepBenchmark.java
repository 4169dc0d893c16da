package io.credence.benchmarks.kernels;

import com.sun.management.ThreadMXBean;
import io.credence.ensemble.encoding.Shard;
import io.credence.ensemble.network.MemberNetwork;
import io.credence.ensemble.network.NetworkPlans;
import io.credence.ensemble.replica.CarriedSlices;
import io.credence.ensemble.replica.EpochLayout;
import io.credence.ensemble.replica.ReplicaSetup;
import io.credence.ensemble.replica.Replicas;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.kernels.layer.Normalization;
import io.credence.kernels.simd.product.Gemm;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A training step of a member on rows in memory: reads a shuffled batch, computes its gradient and updates the
 * parameters.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
public class StepBenchmark {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long WINDOW_NANOS = 500_000_000L;
    private static final int QUIET_WINDOWS = 6;
    private static final long MAX_WARM_UP_NANOS = 60_000_000_000L;

    private static final int BATCHES_PER_SHARD = 100;
    private static final int SHARDS = 10;

    @Param("13")
    int features;

    @Param("")
    String image;

    @Param("")
    String convolutions;

    @Param("50")
    int hidden;

    @Param("1")
    int layers;

    @Param("100")
    int batch;

    @Param("2")
    int outputs;

    @Param("NONE")
    Normalization normalization;

    @Param("0")
    double dropout;

    @Param("0")
    int categories;

    @Param("1")
    int slices;

    /** The number of threads for matrix products. */
    @Param("1")
    int threads;

    private Gemm gemm;
    private TrainingSpec training;
    private EpochLayout epochLayout;
    private Replicas replicas;
    private long step;
    private int epoch;
    private int stepOfEpoch;

    /** The allocations of the steps of an iteration, which JMH resets before the next one. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Allocation {
        public long bytes;
        public long steps;
        private long before;

        /** Records the bytes allocated before the iteration. */
        @Setup(Level.Iteration)
        public void begin() {
            before = allocatedBytes();
        }

        /** Computes the bytes allocated in the iteration. */
        @TearDown(Level.Iteration)
        public void end() {
            bytes = allocatedBytes() - before;
        }
    }

    /**
     * The median times of plain steps and of steps with diagnostics in an iteration. Medians ignore interrupted steps.
     */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Pairs {
        private static final int MAX_PAIRS = 1 << 17;

        public double plainMicros;
        public double inspectedMicros;
        private final long[] plain = new long[MAX_PAIRS];
        private final long[] inspected = new long[MAX_PAIRS];
        private int count;

        /** Discards the times of the last iteration. */
        @Setup(Level.Iteration)
        public void begin() {
            count = 0;
        }

        void add(long plainNanos, long inspectedNanos) {
            if (count < MAX_PAIRS) {
                plain[count] = plainNanos;
                inspected[count++] = inspectedNanos;
            }
        }

        /** Computes the medians of the iteration. */
        @TearDown(Level.Iteration)
        public void end() {
            plainMicros = median(plain);
            inspectedMicros = median(inspected);
        }

        private double median(long[] nanos) {
            Arrays.sort(nanos, 0, count);
            return nanos[count / 2] / 1e3;
        }
    }

    /** Creates random rows and the trainer's state, and takes steps until the compiler has optimised them. */
    @Setup
    public void prepare() {
        StepNetwork network = new StepNetwork(
                features, image, convolutions, hidden, layers, outputs, normalization, dropout, categories);
        training =
                new TrainingSpec(network.loss(), null, null, 1_000_000, batch, slices, 1, null, null, null, null, null);
        List<Shard> shards = Collections.nCopies(SHARDS, rows(network));
        MemberNetwork member = network.member();
        epochLayout = EpochLayout.of(shards, training);
        gemm = new Gemm(threads);
        NetworkPlans plans = new NetworkPlans(member, 1, gemm);
        replicas = Replicas.of(new ReplicaSetup(plans, training, shards, epochLayout), CarriedSlices.all(slices));
        replicas.seek(0, 0);
        warmUp();
    }

    /** Takes steps until they allocate nearly nothing. Vectors are heap objects until their code is compiled. */
    private void warmUp() {
        long end = System.nanoTime() + MAX_WARM_UP_NANOS;
        for (int quiet = 0; quiet < QUIET_WINDOWS && System.nanoTime() < end; ) {
            long bytes = allocatedBytes();
            long first = step;
            long windowEnd = System.nanoTime() + WINDOW_NANOS;
            while (System.nanoTime() < windowEnd) {
                take(false);
            }
            quiet = allocatedBytes() - bytes < step - first ? quiet + 1 : 0;
        }
    }

    private static long allocatedBytes() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /** Stops the threads. */
    @TearDown
    public void close() {
        gemm.close();
    }

    private MemoryShard rows(StepNetwork network) {
        Random random = new Random(1);
        int rows = BATCHES_PER_SHARD * batch;
        int width = network.rowWidth();
        float[] values = new float[rows * width];
        for (int i = 0; i < values.length; i++) {
            boolean isCategory = i % width == network.features();
            values[i] = isCategory ? random.nextInt(categories) : (float) random.nextGaussian();
        }
        float[] labels = new float[rows];
        for (int row = 0; row < rows; row++) {
            labels[row] = network.isRegression() ? (float) random.nextGaussian() : random.nextInt(outputs);
        }
        return new MemoryShard(width, values, labels);
    }

    /** Takes a plain step. */
    @Benchmark
    public double step(Allocation allocation) {
        allocation.steps++;
        return take(false);
    }

    /** Takes a plain step, then one with diagnostics, so that other load on the machine affects both. */
    @Benchmark
    public double pair(Pairs pairs) {
        long start = System.nanoTime();
        double loss = take(false);
        long between = System.nanoTime();
        loss += take(true);
        pairs.add(between - start, System.nanoTime() - between);
        return loss;
    }

    private double take(boolean inspect) {
        if (stepOfEpoch == epochLayout.steps()) {
            replicas.seek(++epoch, 0);
            stepOfEpoch = 0;
        }
        double rate = training.schedule().factor(step, Long.MAX_VALUE);
        double loss = replicas.takeStep(stepOfEpoch, Math.toIntExact(step), rate, inspect);
        step++;
        stepOfEpoch++;
        return loss;
    }

    /** Rows in contiguous memory. */
    private record MemoryShard(int features, float[] values, float[] labels) implements Shard {
        @Override
        public int rows() {
            return labels.length;
        }

        @Override
        public void read(int row, float[] to, int featuresOffset, float[] targets, int targetsOffset) {
            System.arraycopy(values, row * features, to, featuresOffset, features);
            targets[targetsOffset] = labels[row];
        }
    }
}
