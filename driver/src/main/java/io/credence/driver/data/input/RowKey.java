package io.credence.driver.data.input;

import java.io.Serializable;
import java.util.Comparator;

/**
 * The 128-bit hash of a row's content. The key and the copy number are the row's only identity: they determine its
 * split, its shard and its position in the shard. Rows with the same key are identical in all key columns.
 */
public record RowKey(long high, long low) implements Comparable<RowKey>, Serializable {
    private static final Comparator<RowKey> ORDER =
            Comparator.comparingLong(RowKey::high).thenComparingLong(RowKey::low);

    @Override
    public int compareTo(RowKey other) {
        return ORDER.compare(this, other);
    }
}
