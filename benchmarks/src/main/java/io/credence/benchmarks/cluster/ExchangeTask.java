package io.credence.benchmarks.cluster;

import com.sun.management.OperatingSystemMXBean;
import io.credence.driver.allreduce.AllReduce;
import io.credence.driver.allreduce.Communicator;
import io.credence.driver.allreduce.transport.Rendezvous;
import io.credence.kernels.layer.Normalization;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Elementwise;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/**
 * A task of a gang that measures its all-reduce: alone, against plain sockets, and in training steps.
 */
final class ExchangeTask extends AbstractFunction1<Iterator<Integer>, Iterator<ExchangeTiming>>
        implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final int BLOCKS = 3;
    private static final long ELEMENTS_PER_BLOCK = 60_000_000;

    private final int[] parameters;
    private final int batch;
    private final Normalization normalization;

    ExchangeTask(int[] parameters, int batch, Normalization normalization) {
        this.parameters = parameters.clone();
        this.batch = batch;
        this.normalization = normalization;
    }

    @Override
    public Iterator<ExchangeTiming> apply(Iterator<Integer> partition) {
        try (PlainSockets sockets = new PlainSockets();
                Communicator communicator =
                        Rendezvous.meet(BarrierTaskContext.get(), "bench", Integer.toString(sockets.port()))) {
            sockets.connect(Integer.parseInt(communicator.messages().get(communicator.rank() ^ 1)));
            List<ExchangeTiming> cases = new ArrayList<>();
            for (int length : parameters) {
                cases.add(measure(communicator, sockets, length));
            }
            return CollectionConverters.asScala(cases.iterator());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the exchange could not be measured", e);
        }
    }

    private ExchangeTiming measure(Communicator communicator, PlainSockets sockets, int length) throws Exception {
        AllReduce exchange = communicator.allReduce();
        float[] array = new float[length];
        int rounds = (int) Math.max(6, Math.min(400, ELEMENTS_PER_BLOCK / length));
        for (int round = 0; round < rounds; round++) {
            sum(exchange, array);
        }
        long before = exchange.bytesSent();
        sum(exchange, array);
        long bytes = exchange.bytesSent() - before;
        Rounds measured = rounds(exchange, array, sockets, bytes, BLOCKS * rounds);
        TrainingStepTiming steps = TrainingStepTiming.measure(communicator, length, batch, normalization);
        return new ExchangeTiming(
                length,
                bytes,
                quantile(measured.micros(), 0.5),
                quantile(measured.micros(), 0.1),
                quantile(measured.rawMicros(), 0.5),
                measured.cpuMicros(),
                measured.rawCpuMicros(),
                addNanos(),
                steps.computeMicros(),
                steps.waitMicros(),
                steps.waitShare());
    }

    /** The times of all rounds, of the all-reduce and of plain sockets, and the mean processor times. */
    private record Rounds(double[] micros, double[] rawMicros, double cpuMicros, double rawCpuMicros) {}

    private static Rounds rounds(AllReduce exchange, float[] array, PlainSockets sockets, long bytes, int count)
            throws Exception {
        double[] micros = new double[count];
        double[] raw = new double[count];
        long cpu = 0;
        long rawCpu = 0;
        for (int round = 0; round < count; round++) {
            long cpuBefore = PROCESS.getProcessCpuTime();
            long start = System.nanoTime();
            sum(exchange, array);
            long middle = System.nanoTime();
            long cpuBetween = PROCESS.getProcessCpuTime();
            sockets.swap(bytes);
            micros[round] = (middle - start) / 1e3;
            raw[round] = (System.nanoTime() - middle) / 1e3;
            cpu += cpuBetween - cpuBefore;
            rawCpu += PROCESS.getProcessCpuTime() - cpuBetween;
        }
        return new Rounds(micros, raw, cpu / 1e3 / count, rawCpu / 1e3 / count);
    }

    private static void sum(AllReduce exchange, float[] array) {
        exchange.sum(array, 0, array.length);
        exchange.finish();
    }

    /** Measures the addition of one element of arrays in the cache, as with a chunk that has just arrived. */
    private static double addNanos() {
        int length = 1 << 15;
        Matrix sum = Matrix.zeros(1, length);
        Matrix other = Matrix.zeros(1, length);
        double[] nanos = new double[2000];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            Elementwise.add(sum, sum, other);
            nanos[i] = (double) (System.nanoTime() - start) / length;
        }
        return quantile(nanos, 0.5);
    }

    static double quantile(double[] values, double fraction) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) (fraction * (sorted.length - 1))];
    }
}
