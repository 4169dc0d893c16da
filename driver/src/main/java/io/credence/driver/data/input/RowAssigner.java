package io.credence.driver.data.input;

import io.credence.driver.config.SplitSpec;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.expressions.XXH64;

/**
 * Assigns rows to splits, folds and shards by a hash of their keys. The split of a row does not depend on other rows,
 * and whether it is a test row does not depend on the validation fraction. Identical rows go to the same split, so no
 * row is both trained and tested on.
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

    Split split(long high, long low) {
        double draw = (mixed(high, low, SPLIT) >>> 11) * 0x1p-53;
        if (draw < test) {
            return Split.TEST;
        }
        // Validation rows come from the other end, so that changing one fraction does not move rows of the other
        // split.
        return draw >= 1 - validation ? Split.VALIDATION : Split.TRAIN;
    }

    /**
     * Returns the index of a row's shard in its split. Identical rows go to the same fold, so no member both trains
     * and validates on a row.
     *
     * @param shards the number of shards of the split: a power of two, times the number of folds for training
     */
    public int shard(Split split, long high, long low, int shards) {
        int parts = split == Split.TRAIN ? folds : 1;
        int fold = (int) Long.remainderUnsigned(mixed(high, low, FOLD), parts);
        int shardOfFold = (int) (mixed(high, low, SHARD) & (shards / parts - 1));
        return shardOfFold * parts + fold;
    }

    private long mixed(long high, long low, long purpose) {
        return XXH64.hashLong(low, XXH64.hashLong(high, XXH64.hashLong(purpose, seed)));
    }
}
