package io.credence.driver.data.profile;

import io.credence.driver.data.input.Split;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often each text occurs in each split. Beyond {@link #LIMIT} different texts all are forgotten but the fact itself; whether that
 * happens depends on the set of texts alone, so the outcome is the same for any grouping of the rows.
 */
final class CategoryCounts implements Serializable {
    private static final long serialVersionUID = 1L;

    static final int LIMIT = 10_000;

    private final Map<String, long[]> bySplit = new HashMap<>();
    private boolean tooMany;

    void add(String text, Split split) {
        if (!tooMany) {
            bySplit.computeIfAbsent(text, key -> new long[Split.values().length])[split.ordinal()]++;
            limit();
        }
    }

    void add(CategoryCounts other) {
        tooMany |= other.tooMany;
        if (!tooMany) {
            other.bySplit.forEach((text, counts) -> {
                long[] sum = bySplit.computeIfAbsent(text, key -> new long[counts.length]);
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

    /** Whether there were more than {@link #LIMIT} texts, which then are not known. */
    boolean tooMany() {
        return tooMany;
    }

    /** Every text's count by split, the texts sorted. */
    SortedMap<String, long[]> sorted() {
        return new TreeMap<>(bySplit);
    }
}
