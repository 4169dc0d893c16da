package io.credence.driver.allreduce;

/** A message that no task of a gang sends. It ends the connection that it came by, and nothing else. */
final class MalformedMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param problem follows "a message cannot be taken: " */
    MalformedMessageException(String problem) {
        super("a message cannot be taken: " + problem);
    }
}
