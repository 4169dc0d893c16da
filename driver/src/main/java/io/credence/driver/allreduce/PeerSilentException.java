package io.credence.driver.allreduce;

/** A task of the gang is connected, and did not send its part of the sum within {@code spark.credence.exchange.timeout}. */
public final class PeerSilentException extends ExchangeException {
    private static final long serialVersionUID = 1L;

    PeerSilentException(String message) {
        super(message, null);
    }
}
