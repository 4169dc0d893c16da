package io.credence.driver.allreduce;

/**
 * Thrown when the tasks of a gang can no longer sum their arrays. The array of the current round and the all-reduce
 * are then unusable.
 */
public sealed class ExchangeException extends RuntimeException permits PeerLostException, PeerSilentException {
    private static final long serialVersionUID = 1L;

    /** @param cause the cause; null if there is none */
    public ExchangeException(String message, Throwable cause) {
        super(message, cause);
    }
}
