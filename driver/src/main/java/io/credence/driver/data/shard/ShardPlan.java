package io.credence.driver.data.shard;

import io.credence.driver.data.input.Split;
import java.io.Serializable;
import java.util.List;

/**
 * How many shards each split has. It follows from the data and the configuration alone, never from the cluster: as few as keep a
 * shard near 32 MiB and at most 2^19 rows, rounded up to a power of two, and for training and validation at least one a replica, because
 * replicas share both. So small data with one replica has one shard. Where the training rows are dealt to folds, the same holds for
 * each fold.
 *
 * @param folds of the training shards; 1 if there are none
 */
public record ShardPlan(int train, int validation, int test, int folds) implements Serializable {
    private static final long TARGET_BYTES = 32L << 20;
    private static final long TARGET_ROWS = 1L << 19;

    /**
     * @param rows the number of rows by split
     * @param rowValues the number of values in an encoded row, features and targets
     * @param replicas a power of two
     * @param folds of the training rows; 1 if there are none
     */
    public static ShardPlan of(long[] rows, int rowValues, int replicas, int folds) {
        int rowBytes = Float.BYTES * rowValues + ShardFile.KEY_BYTES;
        long foldRows = (rows[Split.TRAIN.ordinal()] + folds - 1) / folds;
        return new ShardPlan(
                folds * Math.max(replicas, shards(foldRows, rowBytes)),
                rows[Split.VALIDATION.ordinal()] == 0
                        ? 0
                        : Math.max(replicas, shards(rows[Split.VALIDATION.ordinal()], rowBytes)),
                shards(rows[Split.TEST.ordinal()], rowBytes),
                folds);
    }

    private static int shards(long rows, int rowBytes) {
        if (rows == 0) {
            return 0;
        }
        long bySize = (rows * rowBytes + TARGET_BYTES - 1) / TARGET_BYTES;
        long byRows = (rows + TARGET_ROWS - 1) / TARGET_ROWS;
        int least = Math.toIntExact(Math.max(bySize, byRows));
        return least == 1 ? 1 : Integer.highestOneBit(least - 1) << 1;
    }

    /** The shards of one split, out of all shards in the order of their numbers. */
    public ShardSet of(List<ShardRef> shards, Split split) {
        return new ShardSet(
                shards.subList(first(split), first(split) + shards(split)), split == Split.TRAIN ? folds : 1);
    }

    int total() {
        return train + validation + test;
    }

    int shards(Split split) {
        return switch (split) {
            case TRAIN -> train;
            case VALIDATION -> validation;
            case TEST -> test;
        };
    }

    /** The place of a split's first shard when all shards are numbered: training first, then validation, then test. */
    int first(Split split) {
        return switch (split) {
            case TRAIN -> 0;
            case VALIDATION -> train;
            case TEST -> train + validation;
        };
    }

    /** The split that the shard with this number belongs to. */
    Split splitOf(int number) {
        if (number < train) {
            return Split.TRAIN;
        }
        return number < train + validation ? Split.VALIDATION : Split.TEST;
    }

    /** The name of a shard's file, such as {@code train-00003-of-00008.shard}. */
    String fileName(int number) {
        Split split = splitOf(number);
        return String.format("%s-%05d-of-%05d.shard", split.label(), number - first(split), shards(split));
    }
}
