package io.credence.ensemble.replica;

import io.credence.ensemble.encoding.Shard;
import io.credence.ensemble.specification.TrainingSpec;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The number of rows that each slice contributes to each step of an epoch. It follows from the shards' row counts
 * alone, so every task of a member computes the same layout without communication.
 *
 * @param sliceRows the number of rows of every slice
 * @param sliceSize the number of rows that a slice contributes to a full batch; at most the rows of the longest slice
 */
public record EpochLayout(long[] sliceRows, int sliceSize) {
    /** Lays out an epoch over the shards of all slices. */
    public static EpochLayout of(List<Shard> shards, TrainingSpec training) {
        long[] rows = new long[training.replicas()];
        for (int slice = 0; slice < rows.length; slice++) {
            rows[slice] = CarriedSlices.shardsOf(shards, slice, rows.length).stream()
                    .mapToLong(Shard::rows)
                    .sum();
        }
        long longest = LongStream.of(rows).max().orElseThrow();
        return new EpochLayout(rows, (int) Math.max(1, Math.min(training.sliceSize(), longest)));
    }

    /** Returns the number of slices, which equals the number of replicas. */
    public int slices() {
        return sliceRows.length;
    }

    /** Returns the step of an epoch whose gradients are inspected: the last in which the first slice is full. */
    public int inspectedStep() {
        return (int) Math.max(0, sliceRows[0] / sliceSize - 1);
    }

    /** Returns the number of training rows. */
    public long rows() {
        long sum = 0;
        for (long rows : sliceRows) {
            sum += rows;
        }
        return sum;
    }

    /**
     * Returns the weight of the penalties in each slice that has rows in a step. The weights of these slices sum to 1
     * / training rows, because the loss is a mean over rows.
     */
    float penaltyWeight(int step) {
        int slicesWithRows = 0;
        for (int slice = 0; slice < sliceRows.length; slice++) {
            slicesWithRows += rows(slice, step) > 0 ? 1 : 0;
        }
        return 1f / ((float) rows() * slicesWithRows);
    }

    /** Returns the number of steps of an epoch, which ends when the longest slice has been read. */
    public int steps() {
        long longest = 0;
        for (long rows : sliceRows) {
            longest = Math.max(longest, rows);
        }
        return Math.toIntExact((longest + sliceSize - 1) / sliceSize);
    }

    /** Returns the number of rows that a slice contributes to a step of an epoch; 0 once the slice is exhausted. */
    int rows(int slice, int step) {
        return (int) Math.max(0, Math.min(sliceSize, sliceRows[slice] - (long) step * sliceSize));
    }

    /** Returns the number of rows of a step over all slices, at least 1. */
    int rows(int step) {
        int sum = 0;
        for (int slice = 0; slice < sliceRows.length; slice++) {
            sum += rows(slice, step);
        }
        return sum;
    }
}
