package io.credence.driver.data.shard;

import io.credence.driver.data.input.Split;
import java.io.Serializable;
import java.util.List;

/**
 * The number of shards of each split. It depends only on the data and the configuration, never on the cluster: the
 * smallest power of two with at most about 32 MiB and 2^19 rows per shard. Training and validation have at least one
 * shard for each replica, because both are divided among replicas. With folds, the same holds for each fold of the
 * training rows.
 *
 * @param train the number of training shards
 * @param validation the number of validation shards
 * @param test the number of test shards
 * @param folds the number of folds of the training shards; 1 without folds
 */
public record ShardPlan(int train, int validation, int test, int folds) implements Serializable {
    private static final long TARGET_BYTES = 32L << 20;
    private static final long TARGET_ROWS = 1L << 19;

    /**
     * Returns the plan for rows.
     *
     * @param rows the number of rows of each split
     * @param rowValues the number of values in an encoded row, features and targets
     * @param replicas a power of two
     * @param folds the number of folds of the training rows; 1 without folds
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
        int minimum = Math.toIntExact(Math.max(bySize, byRows));
        return minimum == 1 ? 1 : Integer.highestOneBit(minimum - 1) << 1;
    }

    /** Selects the shards of one split from all shards in the order of their numbers. */
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

    /** Returns the number of a split's first shard. Training shards are numbered first, then validation, then test. */
    int first(Split split) {
        return switch (split) {
            case TRAIN -> 0;
            case VALIDATION -> train;
            case TEST -> train + validation;
        };
    }

    /** Returns the split of the shard with this number. */
    Split splitOf(int number) {
        if (number < train) {
            return Split.TRAIN;
        }
        return number < train + validation ? Split.VALIDATION : Split.TEST;
    }

    /** Returns the file name of a shard, such as {@code train-00003-of-00008.shard}. */
    String fileName(int number) {
        Split split = splitOf(number);
        return String.format("%s-%05d-of-%05d.shard", split.label(), number - first(split), shards(split));
    }
}
