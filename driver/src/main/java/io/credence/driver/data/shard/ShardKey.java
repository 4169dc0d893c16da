package io.credence.driver.data.shard;

import java.io.Serializable;
import java.util.Comparator;

/** Where a row goes in the shuffle: its shard's number, and its key, by which the rows of a shard are sorted. */
record ShardKey(int shard, long high, long low) implements Serializable {
    /** The order of the rows within a shard. */
    static final class Order implements Comparator<ShardKey>, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public int compare(ShardKey a, ShardKey b) {
            int byHigh = Long.compare(a.high, b.high);
            return byHigh != 0 ? byHigh : Long.compare(a.low, b.low);
        }
    }
}
