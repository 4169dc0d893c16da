package io.credence.benchmarks.cluster;

import com.sun.management.OperatingSystemMXBean;
import io.credence.driver.allreduce.AllReduce;
import io.credence.driver.allreduce.Rendezvous;
import io.credence.driver.allreduce.Seat;
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
 * One task of a gang that measures its exchange: of arrays alone, beside plain sockets, and in the steps of a
 * training.
 */
final class ExchangeTask extends AbstractFunction1<Iterator<Integer>, Iterator<ExchangeTiming>>
        implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final int BLOCKS = 3;
    private static final long ELEMENTS_OF_BLOCK = 60_000_000;

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
                Seat seat = Rendezvous.meet(BarrierTaskContext.get(), "bench", Integer.toString(sockets.port()))) {
            sockets.connect(Integer.parseInt(seat.messages().get(seat.rank() ^ 1)));
            List<ExchangeTiming> cases = new ArrayList<>();
            for (int length : parameters) {
                cases.add(measure(seat, sockets, length));
            }
            return CollectionConverters.asScala(cases.iterator());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the exchange could not be measured", e);
        }
    }

    private ExchangeTiming measure(Seat seat, PlainSockets sockets, int length) throws Exception {
        AllReduce exchange = seat.exchange();
        float[] array = new float[length];
        int rounds = (int) Math.max(6, Math.min(400, ELEMENTS_OF_BLOCK / length));
        for (int round = 0; round < rounds; round++) {
            sum(exchange, array);
        }
        long before = exchange.bytesSent();
        sum(exchange, array);
        long bytes = exchange.bytesSent() - before;
        double[] micros = new double[BLOCKS * rounds];
        double[] raw = new double[BLOCKS * rounds];
        long cpu = 0;
        long rawCpu = 0;
        for (int round = 0; round < BLOCKS * rounds; round++) {
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
        TrainingStepTiming steps = TrainingStepTiming.measure(seat, length, batch, normalization);
        return new ExchangeTiming(
                length,
                bytes,
                quantile(micros, 0.5),
                quantile(micros, 0.1),
                quantile(raw, 0.5),
                cpu / 1e3 / micros.length,
                rawCpu / 1e3 / micros.length,
                addNanos(),
                steps.computeMicros(),
                steps.waitMicros(),
                steps.waitShare());
    }

    private static void sum(AllReduce exchange, float[] array) {
        exchange.sum(array, 0, array.length);
        exchange.finish();
    }

    /** Of one element in arrays that a core's cache holds, as it is where a bucket has just arrived. */
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

    static double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) (share * (sorted.length - 1))];
    }
}
