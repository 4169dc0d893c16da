package io.credence.kernels.plan;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.operation.BatchNormalize;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Elementwise;
import io.credence.kernels.simd.reduction.PooledStatistics;
import java.util.Arrays;
import java.util.List;

/**
 * Runs the plans of several slices of one batch side by side, on one thread, so that batch normalisation can take the statistics of all
 * slices, those of other tasks too (synchronised batch normalisation, Peng et al. 2018). Every plan runs to where its operation knows its own slice's
 * statistics. There the slices meet: what each has found is gathered from all tasks, weighted by its share of the rows, and put in
 * the place of the slice's own; then every plan goes on to the next meeting. Backward does the same with the two means that the gradient
 * takes from the batch.
 *
 * <p>Every task gathers the same numbers and weighs them in the order of the slices, so the bits do not depend on which task has which slices. A
 * meeting takes one exchange of two numbers for each slice and channel.
 */
public final class Lockstep {
    /** Brings together what the tasks know that compute the slices of one batch. */
    @FunctionalInterface
    public interface Exchange {
        /** Replaces an array by its sum over all tasks, and returns when that is done. */
        void sum(float[] values);
    }

    /** What the slices meet for at one operation: two numbers of every slice for each channel. */
    private static final class Meeting {
        private final float[] values;
        private final Matrix first;
        private final Matrix second;
        private final Matrix pooledFirst;
        private final Matrix pooledSecond;

        Meeting(int slices, int channels) {
            values = new float[slices * 2 * channels];
            first = new Matrix(values, 0, slices, channels, 2 * channels);
            second = new Matrix(values, channels, slices, channels, 2 * channels);
            pooledFirst = Matrix.zeros(1, channels);
            pooledSecond = Matrix.zeros(1, channels);
        }

        static Meeting[] of(List<Frame> frames, int slices) {
            return frames.stream()
                    .map(frame -> new Meeting(
                            slices, frame.workspace(BatchNormalize.MEAN).columns()))
                    .toArray(Meeting[]::new);
        }

        void set(int slice, Matrix ofFirst, Matrix ofSecond) {
            System.arraycopy(ofFirst.data(), ofFirst.offset(), values, first.row(slice), first.columns());
            System.arraycopy(ofSecond.data(), ofSecond.offset(), values, second.row(slice), second.columns());
        }
    }

    private final int firstSlice;
    private final int size;
    private final Exchange exchange;
    private final Meeting[] forward;
    private final Meeting[] backward;
    private final double[] shares;
    private final Frame[] stopped;

    /**
     * The slices that one task computes.
     *
     * @param pattern any training plan of the graph, of which only the operations are looked at; it is needed because a task takes part in
     *     every meeting, also where none of its slices has rows
     * @param slices how many a batch has, over all tasks
     * @param firstSlice the first that this task computes
     * @param carried how many in a row it computes
     */
    public Lockstep(Plan pattern, int slices, int firstSlice, int carried, Exchange exchange) {
        this.firstSlice = firstSlice;
        this.size = pattern.size();
        this.exchange = exchange;
        this.forward = Meeting.of(pattern.forwardMeetings(), slices);
        this.backward = Meeting.of(pattern.backwardMeetings(), slices);
        this.shares = new double[slices];
        this.stopped = new Frame[carried];
    }

    /**
     * {@link Plan#forward} of all slices.
     *
     * @param plans one for each slice that this task computes; null for one without rows
     * @param rows of every slice of the batch, over all tasks; at least one has some
     * @param rowKeys the keys of every plan's rows, each null where nothing is drawn
     * @param draw as in {@link Plan#forward}
     */
    public void forward(Plan[] plans, int[] rows, long[][] rowKeys, int draw) {
        int all = share(rows);
        for (int s = 0; s < plans.length; s++) {
            stopped[s] = plans[s] == null ? null : plans[s].beginForward(rowKeys[s], draw);
        }
        for (Meeting meeting : forward) {
            gather(meeting, BatchNormalize.MEAN, BatchNormalize.VARIANCE);
            PooledStatistics.moments(meeting.pooledFirst, meeting.pooledSecond, meeting.first, meeting.second, shares);
            hand(meeting, BatchNormalize.MEAN, BatchNormalize.VARIANCE);
            for (int s = 0; s < plans.length; s++) {
                stopped[s] = plans[s] == null ? null : plans[s].resumeForward(all);
            }
        }
    }

    /**
     * {@link Plan#backward} of all slices after {@link #forward}.
     *
     * @param plans as they went forward
     * @param seed the weight of each row's loss: 1 / rows of the whole batch
     * @param penaltyWeight the weight of the graph's penalties in each slice
     * @param listeners one for each slice: is told as pieces of its gradient become final, all of it at once where it has no rows. No slice's
     *     listener hears of a piece before the last meeting, nor before all of the slice before is final
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
                Meeting meeting = backward[stage];
                gather(meeting, BatchNormalize.MEAN_OF_PRODUCT, BatchNormalize.MEAN_OF_GRADIENT);
                PooledStatistics.mean(meeting.pooledFirst, meeting.first, shares);
                PooledStatistics.mean(meeting.pooledSecond, meeting.second, shares);
                hand(meeting, BatchNormalize.MEAN_OF_PRODUCT, BatchNormalize.MEAN_OF_GRADIENT);
            }
        }
    }

    private int share(int[] rows) {
        int all = 0;
        for (int own : rows) {
            all += own;
        }
        for (int slice = 0; slice < shares.length; slice++) {
            shares[slice] = (double) rows[slice] / all;
        }
        return all;
    }

    /** Adding the zeros of all other tasks changes no number. */
    private void gather(Meeting meeting, int first, int second) {
        Arrays.fill(meeting.values, 0f);
        for (int s = 0; s < stopped.length; s++) {
            if (stopped[s] != null) {
                meeting.set(firstSlice + s, stopped[s].workspace(first), stopped[s].workspace(second));
            }
        }
        exchange.sum(meeting.values);
    }

    private void hand(Meeting meeting, int first, int second) {
        for (Frame frame : stopped) {
            if (frame != null) {
                Elementwise.copy(frame.workspace(first), meeting.pooledFirst);
                Elementwise.copy(frame.workspace(second), meeting.pooledSecond);
            }
        }
    }
}
