package io.credence.driver.data.split;

import io.credence.driver.config.SplitSpec;
import io.credence.driver.data.input.Split;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.expressions.XXH64;

/**
 * Assigns rows, or groups of rows, to splits, folds and shards by a hash of their keys and copy numbers. Equal rows are
 * dealt one by one, so the distribution of labels given features is the same in every part. Whether a row is a test row
 * does not depend on the validation fraction.
 *
 * @param seed the seed of the hash
 * @param validation the fraction of validation rows, in [0, 1)
 * @param test the fraction of test rows, in [0, 1)
 * @param folds the number of folds of the training rows; 1 without folds
 */
public record RowAssigner(long seed, double validation, double test, int folds) implements Serializable {
    private static final long SPLIT = 1;
    private static final long SHARD = 2;
    private static final long FOLD = 3;

    /**
     * Returns the assigner for a split.
     *
     * @param separateValidation whether validation rows come from a separate input
     * @param separateTest whether test rows come from a separate input
     */
    public static RowAssigner of(SplitSpec split, boolean separateValidation, boolean separateTest) {
        return new RowAssigner(
                split.seed(),
                separateValidation ? 0 : split.validation(),
                separateTest ? 0 : split.test(),
                folds(split));
    }

    private static int folds(SplitSpec split) {
        return split.folds() == null ? 1 : split.folds();
    }

    Split split(long high, long low, int copy) {
        double draw = (mixed(high, low, copy, SPLIT) >>> 11) * 0x1p-53;
        if (draw < test) {
            return Split.TEST;
        }
        // Validation rows come from the other end, so that changing one fraction does not move rows of the other
        // split.
        return draw >= 1 - validation ? Split.VALIDATION : Split.TRAIN;
    }

    /** Returns the fold of a row or a group, out of {@code parts}. */
    int fold(long high, long low, int copy, int parts) {
        return (int) Long.remainderUnsigned(mixed(high, low, copy, FOLD), parts);
    }

    /**
     * Returns the index of a row's shard in its fold.
     *
     * @param shards the number of shards of the fold, a power of two
     */
    int shardOfFold(long high, long low, int copy, int shards) {
        return (int) (mixed(high, low, copy, SHARD) & (shards - 1));
    }

    private long mixed(long high, long low, int copy, long purpose) {
        long hash = XXH64.hashLong(low, XXH64.hashLong(high, XXH64.hashLong(purpose, seed)));
        return copy == 0 ? hash : XXH64.hashLong(copy, hash);
    }
}
