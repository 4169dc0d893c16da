package io.credence.driver.data.shard;

import java.io.Serializable;
import java.util.Comparator;

/** The shuffle key of a row: the number of its shard, and the row key that orders the rows within the shard. */
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
