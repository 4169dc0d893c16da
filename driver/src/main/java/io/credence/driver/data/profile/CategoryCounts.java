package io.credence.driver.data.profile;

import io.credence.driver.data.input.Split;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The number of rows of each category in each split. Above {@link #LIMIT} categories, the counts are dropped and only
 * that fact is kept. This depends on the set of categories only, so the result is the same for any grouping of the
 * rows.
 */
final class CategoryCounts implements Serializable {
    private static final long serialVersionUID = 1L;

    static final int LIMIT = 10_000;

    private final Map<String, long[]> bySplit = new HashMap<>();
    private boolean tooMany;

    void add(String category, Split split) {
        if (!tooMany) {
            bySplit.computeIfAbsent(category, key -> new long[Split.values().length])[split.ordinal()]++;
            limit();
        }
    }

    void add(CategoryCounts other) {
        tooMany |= other.tooMany;
        if (!tooMany) {
            other.bySplit.forEach((category, counts) -> {
                long[] sum = bySplit.computeIfAbsent(category, key -> new long[counts.length]);
                for (int i = 0; i < counts.length; i++) {
                    sum[i] += counts[i];
                }
            });
        }
        limit();
    }

    private void limit() {
        if (tooMany || bySplit.size() > LIMIT) {
            tooMany = true;
            bySplit.clear();
        }
    }

    /** Returns whether there are more than {@link #LIMIT} categories, so that the counts are unknown. */
    boolean tooMany() {
        return tooMany;
    }

    /** Returns the counts of each category by split, sorted by category. */
    SortedMap<String, long[]> sorted() {
        return new TreeMap<>(bySplit);
    }
}
