package io.credence.driver.data.input;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The number of rows at each time, in cells of 2^k time units. Only cells with rows are stored, and k is the smallest
 * number for which there are at most {@value #LIMIT} of them. This depends on the set of times only, so the result is
 * the same for any grouping of the rows. A few wild times cost two cells, not the resolution of the others.
 */
@DefaultSerializer(JavaSerializer.class)
public final class TimeHistogram implements Serializable {
    private static final long serialVersionUID = 1L;

    static final int LIMIT = 1 << 16;

    private Map<Long, Long> rows = new HashMap<>();
    private int k;

    /** Adds a row. */
    public void add(long time) {
        rows.merge(time >> k, 1L, Long::sum);
        limit();
    }

    /** Merges another histogram into this one and returns this one. */
    public TimeHistogram add(TimeHistogram other) {
        coarsen(other.k);
        other.rows.forEach((cell, count) -> rows.merge(cell >> k - other.k, count, Long::sum));
        limit();
        return this;
    }

    private void limit() {
        while (rows.size() > LIMIT) {
            coarsen(k + 1);
        }
    }

    private void coarsen(int target) {
        if (target > k) {
            Map<Long, Long> coarse = new HashMap<>();
            rows.forEach((cell, count) -> coarse.merge(cell >> target - k, count, Long::sum));
            rows = coarse;
            k = target;
        }
    }

    /** Returns the number of rows. */
    public long rows() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the number of rows before a time, which must be the start of a cell. */
    public long rowsBefore(long time) {
        return rows.entrySet().stream()
                .filter(cell -> cell.getKey() < time >> k)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /**
     * Returns the latest time such that at least {@code count} rows are at this time or later, rounded down to the
     * start of its cell; the maximum of a long for 0 rows.
     */
    public long startOfLatest(long count) {
        long start = Long.MAX_VALUE;
        long found = 0;
        for (Map.Entry<Long, Long> cell : new TreeMap<>(rows).descendingMap().entrySet()) {
            if (found >= count) {
                return start;
            }
            found += cell.getValue();
            start = cell.getKey() << k;
        }
        return start;
    }
}
