package io.credence.ensemble.encoding;

/** A row that has a value which cannot be encoded, or which no prediction can be made of. */
public final class InvalidRowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param column the column's name
     * @param found what the row holds
     * @param allowed what it must hold
     */
    public InvalidRowException(String column, Object found, String allowed) {
        super("the column " + column + " of a row is " + found + "; it must be " + allowed);
    }
}
