package io.credence.driver.data;

import java.io.Serializable;
import java.util.List;

/**
 * The rows of one split.
 *
 * @param shards in the order that every sum over shards follows; their number is a power of two, or 0 if the split is empty
 */
public record ShardSet(List<ShardRef> shards) implements Serializable {
    public ShardSet {
        shards = List.copyOf(shards);
    }

    /** The number of rows in all shards. */
    public long rows() {
        return shards.stream().mapToLong(ShardRef::rows).sum();
    }
}
