package io.credence.driver.allreduce;

/** The tasks of a gang can no longer sum their arrays. The array of the running round is of no use, and so is the exchange. */
public sealed class ExchangeException extends RuntimeException permits PeerLostException, PeerSilentException {
    private static final long serialVersionUID = 1L;

    ExchangeException(String message, Throwable cause) {
        super(message, cause);
    }
}
