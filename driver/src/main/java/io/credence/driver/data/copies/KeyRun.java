package io.credence.driver.data.copies;

import java.io.Serializable;

/**
 * Distinct keys of one bucket and one partition of the rows.
 *
 * @param partition the index of the partition
 * @param entries the upper half, the lower half and the number of rows of each key
 */
public record KeyRun(int partition, long[] entries) implements Serializable {
    /** The number of values of an entry. */
    static final int ENTRY = 3;

    int keys() {
        return entries.length / ENTRY;
    }

    long high(int key) {
        return entries[ENTRY * key];
    }

    long low(int key) {
        return entries[ENTRY * key + 1];
    }

    long rows(int key) {
        return entries[ENTRY * key + 2];
    }
}
