package io.credence.ensemble.encoding;

/** Thrown if a row contains a value that cannot be encoded or used for prediction. */
public final class InvalidRowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param column the column's name
     * @param found the value found in the row
     * @param allowed the values that are allowed
     */
    public InvalidRowException(String column, Object found, String allowed) {
        super("the column " + column + " of a row is " + found + "; it must be " + allowed);
    }
}
