package io.credence.driver;

/**
 * Something that the user can put right: a setting, a path, the data. Its message is all that the command line prints, so it
 * says what is wrong, where, what was found and what is allowed. The command then ends with exit code 2.
 */
public class UserException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, where, what was found, what is allowed */
    public UserException(String message) {
        super(message);
    }

    /**
     * @param message what is wrong, where, what was found, what is allowed
     * @param cause what raised it, for the log
     */
    public UserException(String message, Throwable cause) {
        super(message, cause);
    }
}
