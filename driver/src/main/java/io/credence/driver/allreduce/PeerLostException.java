package io.credence.driver.allreduce;

/** Thrown when a task of the gang has left, failed or closed its connection before it sent its part of a sum. */
public final class PeerLostException extends ExchangeException {
    private static final long serialVersionUID = 1L;

    PeerLostException(String message) {
        super(message, null);
    }
}
