package io.credence.driver.data.profile;

import java.io.Serializable;

/**
 * The number of rows with one kind of defect, and an example. The example is the row with the smallest key, so the
 * message does not depend on the layout of the rows.
 */
final class RowDefect implements Serializable {
    private static final long serialVersionUID = 1L;

    private long rows;
    private long smallestKey = Long.MAX_VALUE;
    private String example = "";

    void add(long key, String description) {
        rows++;
        if (key <= smallestKey) {
            smallestKey = key;
            example = description;
        }
    }

    void add(RowDefect other) {
        rows += other.rows;
        if (other.smallestKey <= smallestKey && other.rows > 0) {
            smallestKey = other.smallestKey;
            example = other.example;
        }
    }

    long rows() {
        return rows;
    }

    /** Returns a description of the example row. */
    String example() {
        return example;
    }
}
