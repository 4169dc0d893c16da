package io.credence.driver.data.shard;

import java.io.Serializable;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The rows of one split.
 *
 * <p>Where the training rows are dealt to folds, the same shards are both the training and the validation rows: shard s has rows of
 * fold s modulo the number of folds, and member m validates on fold m modulo the same number, and trains on the others.
 *
 * @param shards in the order that every sum over shards follows; their number is a power of two for each fold, or 0 if the split is
 *     empty
 * @param folds their number; 1 if there are none, and every member sees all rows
 */
public record ShardSet(List<ShardRef> shards, int folds) implements Serializable {
    public ShardSet {
        shards = List.copyOf(shards);
    }

    /** Rows without folds. */
    public ShardSet(List<ShardRef> shards) {
        this(shards, 1);
    }

    /** The number of rows in all shards. */
    public long rows() {
        return shards.stream().mapToLong(ShardRef::rows).sum();
    }

    /** Of training rows, those that a member trains on. */
    public ShardSet trainedOnBy(int member) {
        return only(shard -> folds == 1 || !isFoldOf(member, shard));
    }

    /** Of validation rows, those that a member validates on. */
    public ShardSet validatedOnBy(int member) {
        return only(shard -> isFoldOf(member, shard));
    }

    /** Whether a shard is one of the fold that a member validates on; always where there are no folds. */
    public boolean isFoldOf(int member, int shard) {
        return shard % folds == member % folds;
    }

    /**
     * The place in this set of one of the shards that a member validates on.
     *
     * @param shard its place among those that {@link #validatedOnBy} keeps
     */
    public int placeOf(int member, int shard) {
        return shard * folds + member % folds;
    }

    private ShardSet only(IntPredicate kept) {
        return new ShardSet(IntStream.range(0, shards.size())
                .filter(kept)
                .mapToObj(shards::get)
                .toList());
    }
}
