package io.credence.driver.data.shard;

import java.io.Serializable;
import java.util.Comparator;
import org.apache.spark.sql.catalyst.expressions.XXH64;

/** The shuffle key of a row: the number of its shard, and the identity that orders the rows within the shard. */
record ShardKey(int shard, long high, long low, int copy) implements Serializable {
    /**
     * The position of the row: its key, or a hash of it for a copy. So copies are not neighbours, and every other row
     * of a shard remains a random half.
     */
    private long position() {
        return copy == 0 ? high : XXH64.hashLong(copy, high);
    }

    /** The order of the rows within a shard. */
    static final class Order implements Comparator<ShardKey>, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public int compare(ShardKey a, ShardKey b) {
            int byPosition = Long.compare(a.position(), b.position());
            return byPosition != 0 ? byPosition : Long.compare(a.low, b.low);
        }
    }
}
