package io.credence.driver.score;

import java.io.Serializable;

/** Counts of scored rows. */
final class ScoreTally implements Serializable {
    private static final long serialVersionUID = 1L;

    private long rows;
    private long failed;

    /** Adds rows, and those of them that have no prediction. */
    void add(long moreRows, long moreFailed) {
        rows += moreRows;
        failed += moreFailed;
    }

    void add(ScoreTally other) {
        add(other.rows, other.failed);
    }

    long rows() {
        return rows;
    }

    /** Returns the number of rows without a prediction. */
    long failed() {
        return failed;
    }
}
