package io.credence.driver;

/**
 * Thrown for a mistake that the user can correct: in a setting, a path or the data. The command line prints only its
 * message, so the message says what is wrong, where, what was found and what is allowed. The command then ends with
 * exit code 2.
 */
public class UserException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, where, what was found, what is allowed */
    public UserException(String message) {
        super(message);
    }

    /**
     * @param message what is wrong, where, what was found, what is allowed
     * @param cause the cause, for the log
     */
    public UserException(String message, Throwable cause) {
        super(message, cause);
    }
}
