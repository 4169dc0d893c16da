package io.credence.ensemble.encoding;

import java.time.ZoneId;

/**
 * The cells of one row from any source, by the position of their column in an {@link Encoding}: first the features,
 * then the label. Returned values are valid until the row changes.
 */
public interface RowCells {
    /** Returns whether a cell has no value: null, NaN or, in a numeric column, an empty string or "NaN". */
    boolean isMissing(int column);

    /**
     * Returns a cell as a number: NaN if it is missing, 1 for true and 0 for false.
     *
     * @throws InvalidRowException if it is present and not a number
     */
    double number(int column);

    /** Returns a present cell as a string; integers have no decimal point. */
    String text(int column);

    /**
     * Returns a present cell as microseconds since 1970-01-01T00:00 on the clock of a time zone. A date is its
     * midnight. The zone matters only for timestamps that are instants.
     *
     * @throws InvalidRowException if it is neither a date nor a timestamp
     */
    long localMicros(int column, ZoneId zone);

    /**
     * Returns a present cell as a dense vector.
     *
     * @throws InvalidRowException if it is not a vector, or an element is missing
     */
    double[] vector(int column);
}
