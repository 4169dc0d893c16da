package io.credence.ensemble.encoding;

/**
 * The cells of one row, wherever it comes from, by the position of their column in an {@link Encoding}: the features from 0 on,
 * then the label. What a method returns holds until the row changes.
 */
public interface RowCells {
    /** Whether there is no value: null, NaN, or an empty text or "NaN" where a number is asked for. */
    boolean isMissing(int column);

    /**
     * A cell as a number, NaN if it is missing; true is 1 and false 0.
     *
     * @throws InvalidRowException if it is there and not a number
     */
    double number(int column);

    /** A present cell as text; whole numbers are written without a decimal point. */
    String text(int column);

    /**
     * A present cell as a dense vector.
     *
     * @throws InvalidRowException if it is not one, or an element of it is missing
     */
    double[] vector(int column);
}
