package io.credence.driver.data.shard;

import java.io.Serializable;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The shards of one split.
 *
 * <p>With k folds, the same shards are both the training and the validation rows. Shard s belongs to fold s mod k;
 * member m validates on fold m mod k and trains on the others.
 *
 * @param shards the shards, in the order of all sums over shards; their number is a power of two for each fold, or 0
 *     if the split is empty
 * @param folds the number of folds; 1 without folds, when every member uses all rows
 */
public record ShardSet(List<ShardRef> shards, int folds) implements Serializable {
    public ShardSet {
        shards = List.copyOf(shards);
    }

    /** Creates a set without folds. */
    public ShardSet(List<ShardRef> shards) {
        this(shards, 1);
    }

    /** Returns the number of rows in all shards. */
    public long rows() {
        return shards.stream().mapToLong(ShardRef::rows).sum();
    }

    /** Returns the training shards that a member trains on. */
    public ShardSet trainedOnBy(int member) {
        return only(shard -> folds == 1 || !isFoldOf(member, shard));
    }

    /** Returns the validation shards that a member validates on. */
    public ShardSet validatedOnBy(int member) {
        return only(shard -> isFoldOf(member, shard));
    }

    /** Returns whether a shard is in the fold that a member validates on; always true without folds. */
    public boolean isFoldOf(int member, int shard) {
        return shard % folds == member % folds;
    }

    /**
     * Converts the index of a shard among those that a member validates on to its index in this set.
     *
     * @param shard the index in {@link #validatedOnBy}
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
