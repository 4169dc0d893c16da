package io.credence.driver.allreduce;

/** Thrown when a connected task of the gang did not send its part of a sum within {@value AllReduce#TIMEOUT}. */
public final class PeerSilentException extends ExchangeException {
    private static final long serialVersionUID = 1L;

    PeerSilentException(String message) {
        super(message, null);
    }
}
