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
        this("the column " + column + " of a row is " + found + "; it must be " + allowed, null);
    }

    private InvalidRowException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Returns this exception with a longer message.
     *
     * @param addition what the message should add about the row
     */
    public InvalidRowException with(String addition) {
        return new InvalidRowException(getMessage() + addition, this);
    }
}
