package io.credence.driver.allreduce;

/** A task of the gang has left, failed, or closed its connection while its part of the sum was needed. */
public final class PeerLostException extends ExchangeException {
    private static final long serialVersionUID = 1L;

    PeerLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
