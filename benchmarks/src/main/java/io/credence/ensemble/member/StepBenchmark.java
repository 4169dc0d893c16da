package io.credence.ensemble.member;

import com.sun.management.ThreadMXBean;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.kernels.graph.ParameterLayout;
import io.credence.kernels.graph.TrainingHealth;
import io.credence.kernels.layer.Normalization;
import io.credence.kernels.loss.Loss;
import io.credence.kernels.optimizer.Updater;
import io.credence.kernels.simd.Gemm;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
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
 * One step of {@link MemberTrainer} on rows in memory: a shuffled batch is read, its gradient computed and the optimiser's step taken.
 * It stands in the trainer's package because a step is nobody else's business.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
public class StepBenchmark {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long WINDOW_NANOS = 500_000_000L;
    private static final int CALM_WINDOWS = 6;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private static final int BATCHES_OF_SHARD = 100;
    private static final int SHARDS = 10;

    @Param("13")
    int features;

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

    /** Whether each step is followed by the diagnostics that training takes once an epoch. */
    @Param("false")
    boolean diagnostics;

    /** That matrices are multiplied on. */
    @Param("1")
    int threads;

    private Gemm gemm;
    private TrainingSpec training;
    private ParameterLayout layout;
    private TrainingHealth health;
    private BatchPlan batches;
    private StepGradient gradient;
    private Updater updater;
    private float[] parameters;
    private long step;
    private int epoch;
    private int stepOfEpoch;

    /** What the steps of an iteration allocate on their thread; JMH sets the numbers back before the next one. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Allocation {
        public long bytes;
        public long steps;
        private long before;

        @Setup(Level.Iteration)
        public void begin() {
            before = allocatedBytes();
        }

        @TearDown(Level.Iteration)
        public void end() {
            bytes = allocatedBytes() - before;
        }
    }

    /** Random rows, all that a trainer makes before its first step, and steps until the compiler is done with them. */
    @Setup
    public void prepare() {
        boolean regression = outputs == 2;
        Loss loss = regression ? new Loss.GaussianNll(null, null) : new Loss.CrossEntropy(null);
        training = new TrainingSpec(loss, null, null, 1_000_000, batch, 1, 1, null, null, null, null, null);
        List<Shard> shards = Collections.nCopies(SHARDS, rows(regression));
        MemberNetwork network = network(features, hidden, layers, outputs, normalization, dropout);
        batches = BatchPlan.of(shards, training);
        layout = network.layout();
        parameters = layout.initialize(1);
        gemm = new Gemm(threads);
        MemberPlans plans = new MemberPlans(network, 1, gemm);
        gradient = StepGradient.of(plans, parameters, shards, batches, CarriedSlices.all(1), null);
        updater = new Updater(training.optimizer(), layout, training.gradientClip());
        gradient.seek(0, 0);
        settle();
    }

    /** Vectors are objects until their code is compiled; when steps allocate no more than an epoch's order, it is. */
    private void settle() {
        long end = System.nanoTime() + PATIENCE_NANOS;
        for (int calm = 0; calm < CALM_WINDOWS && System.nanoTime() < end; ) {
            long bytes = allocatedBytes();
            long first = step;
            long windowEnd = System.nanoTime() + WINDOW_NANOS;
            while (System.nanoTime() < windowEnd) {
                take();
            }
            calm = allocatedBytes() - bytes < step - first ? calm + 1 : 0;
        }
    }

    private static long allocatedBytes() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /** Ends the threads. */
    @TearDown
    public void close() {
        gemm.close();
    }

    /** The network of a case; two outputs are a mean and a variance, other numbers are logits. */
    public static MemberNetwork network(
            int features, int hidden, int layers, int outputs, Normalization normalization, double dropout) {
        NetworkSpec spec = new NetworkSpec(
                Collections.nCopies(layers, hidden), null, normalization, null, dropout, null, null, null, null);
        List<FeatureColumn> columns = IntStream.range(0, features)
                .<FeatureColumn>mapToObj(i -> new FeatureColumn.Numeric("x" + i, 0, 1, false))
                .toList();
        LabelColumn label = outputs == 2
                ? new LabelColumn.Target("y", 0, 1)
                : new LabelColumn.Classes(
                        "y",
                        IntStream.range(0, outputs).mapToObj(Integer::toString).toList());
        Loss loss = outputs == 2 ? new Loss.GaussianNll(null, null) : new Loss.CrossEntropy(null);
        return MemberNetwork.of(spec, null, loss, new Encoding(columns, label));
    }

    private MemoryShard rows(boolean regression) {
        Random random = new Random(1);
        int rows = BATCHES_OF_SHARD * batch;
        float[] values = new float[rows * features];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        float[] labels = new float[rows];
        for (int row = 0; row < rows; row++) {
            labels[row] = regression ? (float) random.nextGaussian() : random.nextInt(outputs);
        }
        return new MemoryShard(features, values, labels);
    }

    @Benchmark
    public double step(Allocation allocation) {
        allocation.steps++;
        return take();
    }

    private double take() {
        if (stepOfEpoch == batches.steps()) {
            gradient.seek(++epoch, 0);
            stepOfEpoch = 0;
        }
        double loss = gradient.compute(stepOfEpoch, Math.toIntExact(step), diagnostics);
        if (diagnostics) {
            health = TrainingHealth.of(layout, gradient.sum(), gradient.deadUnits());
        }
        updater.step(parameters, gradient.sum(), training.schedule().factor(step, Long.MAX_VALUE));
        step++;
        stepOfEpoch++;
        return loss;
    }

    /** Rows without gaps. */
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
