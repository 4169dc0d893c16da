package io.credence.ensemble.replica;

import io.credence.ensemble.encoding.Shard;
import io.credence.ensemble.specification.TrainingSpec;
import java.util.List;
import java.util.stream.LongStream;

/**
 * How many rows each slice gives to each step of an epoch. It follows from the shards' row counts alone, so every task of a member
 * knows it without asking the others.
 *
 * @param sliceRows the rows of every slice
 * @param sliceSize the rows that a slice gives to a full batch; no more than the longest slice has
 */
public record BatchPlan(long[] sliceRows, int sliceSize) {
    public static BatchPlan of(List<Shard> shards, TrainingSpec training) {
        long[] rows = new long[training.replicas()];
        for (int slice = 0; slice < rows.length; slice++) {
            rows[slice] = SliceReader.rowsOf(shards, slice, rows.length);
        }
        long longest = LongStream.of(rows).max().orElseThrow();
        return new BatchPlan(rows, (int) Math.max(1, Math.min(training.sliceSize(), longest)));
    }

    /** The number of slices, which is that of the replicas. */
    public int slices() {
        return sliceRows.length;
    }

    /** The step of an epoch whose gradients are looked at: the last in which the first slice is full, so that they say something. */
    public int inspectedStep() {
        return (int) Math.max(0, sliceRows[0] / sliceSize - 1);
    }

    /** All training rows. */
    public long rows() {
        long sum = 0;
        for (long rows : sliceRows) {
            sum += rows;
        }
        return sum;
    }

    /**
     * The weight of the penalties in each slice that gives rows to a step: 1 / rows over all slices, because the loss is a mean over rows, shared out
     * among these slices.
     */
    float penaltyWeight(int step) {
        int giving = 0;
        for (int slice = 0; slice < sliceRows.length; slice++) {
            giving += rows(slice, step) > 0 ? 1 : 0;
        }
        return 1f / ((float) rows() * giving);
    }

    /** The steps of an epoch: until the longest slice is read. */
    public int steps() {
        long longest = 0;
        for (long rows : sliceRows) {
            longest = Math.max(longest, rows);
        }
        return Math.toIntExact((longest + sliceSize - 1) / sliceSize);
    }

    /** The rows that a slice gives to one step of an epoch: a full slice, the rest, or none. */
    public int rows(int slice, int step) {
        return (int) Math.max(0, Math.min(sliceSize, sliceRows[slice] - (long) step * sliceSize));
    }

    /** The rows of one step over all slices, at least 1. */
    public int rows(int step) {
        int sum = 0;
        for (int slice = 0; slice < sliceRows.length; slice++) {
            sum += rows(slice, step);
        }
        return sum;
    }
}
