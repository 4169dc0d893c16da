package io.credence.kernels.plan;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.autograd.SynchronizationPoint;
import io.credence.kernels.autograd.SynchronizedOperation;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Elementwise;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * An executor that runs the plans of several slices of one batch side by side on one thread. A {@link
 * SynchronizedOperation} thus sees statistics of the whole batch, including the slices of other tasks. Every plan runs
 * to its next synchronisation point. There the statistics of all slices are gathered from all tasks, pooled by the
 * slices' fractions of the rows, and handed back to every plan, which then continues to the next point.
 *
 * <p>Every task gathers the same numbers and pools them in the order of the slices, so the bits do not depend on which
 * task computes which slice. A synchronisation point costs one exchange of two numbers per slice and column.
 */
public final class Lockstep {
    /** The sum of arrays over the tasks that compute the slices of one batch. */
    @FunctionalInterface
    public interface Exchange {
        /** Replaces an array with its sum over all tasks; returns once the sum is complete. */
        void sum(float[] values);
    }

    /** The statistics of all slices at one synchronisation point: two numbers per slice and column. */
    private static final class Gathering {
        private final SynchronizationPoint point;
        private final float[] values;
        private final Matrix firsts;
        private final Matrix seconds;
        private final Matrix pooledFirst;
        private final Matrix pooledSecond;

        Gathering(SynchronizationPoint point, int slices, int columns) {
            this.point = point;
            values = new float[slices * 2 * columns];
            firsts = new Matrix(values, 0, slices, columns, 2 * columns);
            seconds = new Matrix(values, columns, slices, columns, 2 * columns);
            pooledFirst = Matrix.zeros(1, columns);
            pooledSecond = Matrix.zeros(1, columns);
        }

        static Gathering[] of(
                List<Frame> frames, int slices, Function<SynchronizedOperation, SynchronizationPoint> direction) {
            return frames.stream()
                    .map(frame -> {
                        SynchronizationPoint point = direction.apply(frame.synchronizedOperation());
                        return new Gathering(
                                point, slices, frame.workspace(point.first()).columns());
                    })
                    .toArray(Gathering[]::new);
        }

        void set(int slice, Frame frame) {
            Matrix first = frame.workspace(point.first());
            Matrix second = frame.workspace(point.second());
            System.arraycopy(first.data(), first.offset(), values, firsts.row(slice), firsts.columns());
            System.arraycopy(second.data(), second.offset(), values, seconds.row(slice), seconds.columns());
        }
    }

    private final int firstSlice;
    private final int size;
    private final Exchange exchange;
    private final Gathering[] forward;
    private final Gathering[] backward;
    private final double[] fractions;
    private final Frame[] stopped;

    /**
     * Prepares to compute the slices of one task.
     *
     * @param pattern any training plan of the graph, read for its operations only; a task takes part in every
     *     exchange, even if none of its slices has rows
     * @param slices the number of slices of a batch, over all tasks
     * @param firstSlice the first slice that this task computes
     * @param ownSlices the number of consecutive slices that this task computes
     */
    public Lockstep(Plan pattern, int slices, int firstSlice, int ownSlices, Exchange exchange) {
        this.firstSlice = firstSlice;
        this.size = pattern.size();
        this.exchange = exchange;
        this.forward = Gathering.of(pattern.forwardStops(), slices, SynchronizedOperation::forwardPoint);
        this.backward = Gathering.of(pattern.backwardStops(), slices, SynchronizedOperation::backwardPoint);
        this.fractions = new double[slices];
        this.stopped = new Frame[ownSlices];
    }

    /**
     * Runs {@link Plan#forward} of all slices.
     *
     * @param plans one for each slice that this task computes; null for a slice without rows
     * @param rows the rows of every slice of the batch, over all tasks; at least one is above 0
     * @param rowKeys the keys of every plan's rows, each null if nothing is drawn
     * @param draw as in {@link Plan#forward}
     */
    public void forward(Plan[] plans, int[] rows, long[][] rowKeys, int draw) {
        int batchRows = setFractions(rows);
        for (int s = 0; s < plans.length; s++) {
            stopped[s] = plans[s] == null ? null : plans[s].beginForward(rowKeys[s], draw);
        }
        for (Gathering gathering : forward) {
            synchronize(gathering);
            for (int s = 0; s < plans.length; s++) {
                stopped[s] = plans[s] == null ? null : plans[s].resumeForward(batchRows);
            }
        }
    }

    /**
     * Runs {@link Plan#backward} of all slices after {@link #forward}.
     *
     * @param plans the plans of {@link #forward}
     * @param seed the weight of each row's loss: 1 / rows of the whole batch
     * @param penaltyWeight the weight of the graph's penalties in each slice
     * @param listeners one for each slice, notified as pieces of its gradient become final; a slice without rows
     *     reports its whole gradient at once. No listener is notified before the last synchronisation point, nor before
     *     the gradient of the preceding slice is final
     */
    public void backward(Plan[] plans, float seed, float penaltyWeight, GradientListener[] listeners) {
        for (int stage = 0; stage <= backward.length; stage++) {
            for (int s = 0; s < plans.length; s++) {
                if (plans[s] != null) {
                    stopped[s] = stage == 0
                            ? plans[s].beginBackward(seed, penaltyWeight, listeners[s])
                            : plans[s].resumeBackward();
                } else if (stage == backward.length) {
                    listeners[s].finished(0, size);
                }
            }
            if (stage < backward.length) {
                synchronize(backward[stage]);
            }
        }
    }

    /** Sets each slice's fraction of the batch's rows, and returns the rows of the batch. */
    private int setFractions(int[] rows) {
        int all = 0;
        for (int own : rows) {
            all += own;
        }
        for (int slice = 0; slice < fractions.length; slice++) {
            fractions[slice] = (double) rows[slice] / all;
        }
        return all;
    }

    private void synchronize(Gathering gathering) {
        gather(gathering);
        gathering
                .point
                .pooling()
                .pool(gathering.pooledFirst, gathering.pooledSecond, gathering.firsts, gathering.seconds, fractions);
        for (Frame frame : stopped) {
            if (frame != null) {
                Elementwise.copy(frame.workspace(gathering.point.first()), gathering.pooledFirst);
                Elementwise.copy(frame.workspace(gathering.point.second()), gathering.pooledSecond);
            }
        }
    }

    /** Collects the statistics of all slices; every other task adds zeros, which change no number. */
    private void gather(Gathering gathering) {
        Arrays.fill(gathering.values, 0f);
        for (int s = 0; s < stopped.length; s++) {
            if (stopped[s] != null) {
                gathering.set(firstSlice + s, stopped[s]);
            }
        }
        exchange.sum(gathering.values);
    }
}
