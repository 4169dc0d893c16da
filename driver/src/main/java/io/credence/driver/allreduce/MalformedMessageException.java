package io.credence.driver.allreduce;

/**
 * Thrown for a message that a task of a gang never sends. It closes the connection on which the message arrived, and
 * has no other effect.
 */
public final class MalformedMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param problem the problem, to follow "malformed message: " */
    public MalformedMessageException(String problem) {
        super("malformed message: " + problem);
    }
}
