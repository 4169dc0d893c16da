package io.credence.driver.data.profile;

import java.io.Serializable;

/**
 * How many rows have the same defect, and one of them to show. The one with the smallest key is kept, so that the message does not depend
 * on how the rows were laid out.
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

    /** What the example row holds. */
    String example() {
        return example;
    }
}
