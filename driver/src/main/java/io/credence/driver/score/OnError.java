package io.credence.driver.score;

/** What becomes of a row that cannot be scored, such as one with an infinite number. */
public enum OnError {
    /** The job fails and names the row. */
    FAIL,
    /** The added columns of the row are null, and one more column, {@code error}, says why. */
    NULL
}
