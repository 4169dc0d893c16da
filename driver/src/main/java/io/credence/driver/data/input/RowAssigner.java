package io.credence.driver.data.input;

import io.credence.driver.config.SplitSpec;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.expressions.XXH64;

/**
 * Deals rows to splits and shards by their keys. A row's split does not depend on the other rows, and its share of testing does not depend
 * on the share of validation. Identical rows go to the same split, so none is both trained and tested on.
 *
 * @param seed another seed deals differently
 * @param validation the share of the rows, in [0, 1)
 * @param test the share of the rows, in [0, 1)
 * @param folds of the training rows; 1 if there are none
 */
public record RowAssigner(long seed, double validation, double test, int folds) implements Serializable {
    private static final long SPLIT = 1;
    private static final long SHARD = 2;
    private static final long FOLD = 3;

    /** @param separateTest whether test rows come from an input of their own */
    public static RowAssigner of(SplitSpec split, boolean separateTest) {
        return new RowAssigner(split.seed(), split.validation(), separateTest ? 0 : split.test(), folds(split));
    }

    private static int folds(SplitSpec split) {
        return split.folds() == null ? 1 : split.folds();
    }

    Split split(long high, long low) {
        double draw = (mixed(high, low, SPLIT) >>> 11) * 0x1p-53;
        if (draw < test) {
            return Split.TEST;
        }
        // Counted from the other end, so that a change of one share leaves the other's rows where they are.
        return draw >= 1 - validation ? Split.VALIDATION : Split.TRAIN;
    }

    /**
     * The place of a row's shard in its split. Identical rows go to the same fold, so none is both trained and validated on by a member.
     *
     * @param shards of the split: a power of two, for training times the number of folds
     */
    public int shard(Split split, long high, long low, int shards) {
        int dealt = split == Split.TRAIN ? folds : 1;
        int fold = (int) Long.remainderUnsigned(mixed(high, low, FOLD), dealt);
        int shardOfFold = (int) (mixed(high, low, SHARD) & (shards / dealt - 1));
        return shardOfFold * dealt + fold;
    }

    private long mixed(long high, long low, long purpose) {
        return XXH64.hashLong(low, XXH64.hashLong(high, XXH64.hashLong(purpose, seed)));
    }
}
