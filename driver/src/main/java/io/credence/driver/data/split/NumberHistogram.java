package io.credence.driver.data.split;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The number of rows at each number, as an integer of {@link NumberOrder}, in cells of 2^k neighbouring integers. Only
 * cells with rows are stored, and k is the smallest number for which there are few enough of them. This depends on the
 * set of numbers only, so the result is the same for any grouping of the rows. A few wild numbers cost a few cells, not
 * the resolution of the others.
 */
@DefaultSerializer(JavaSerializer.class)
public final class NumberHistogram implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int maxCells;
    private Map<Long, Long> rows = new HashMap<>();
    private int k;

    /** @param maxCells the maximum number of cells with rows */
    public NumberHistogram(int maxCells) {
        this.maxCells = maxCells;
    }

    /** Adds a row. */
    public void add(long order) {
        rows.merge(order >> k, 1L, Long::sum);
        limit();
    }

    /** Merges another histogram into this one and returns this one. */
    public NumberHistogram add(NumberHistogram other) {
        coarsen(other.k);
        other.rows.forEach((cell, count) -> rows.merge(cell >> k - other.k, count, Long::sum));
        limit();
        return this;
    }

    private void limit() {
        while (rows.size() > maxCells) {
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

    /** Returns the number of rows whose cell starts below an integer. */
    public long rowsBefore(long order) {
        return rows.entrySet().stream()
                .filter(cell -> cell.getKey() << k < order)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /**
     * Returns the largest integer such that at least {@code count} rows are at it or above, rounded down to the start
     * of its cell; the maximum of a long for 0 rows.
     */
    public long startOfLargest(long count) {
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
