package io.credence.ensemble.training;

/** The time spent on a training run so far, without its interruptions. */
final class TrainingClock {
    private static final double NANO = 1e-9;

    private final long startNanos = System.nanoTime();
    private double earlierSeconds;
    private double earlierExchangeSeconds;
    private long exchangeNanos;

    /** Adds the time before an interruption. */
    void restore(TrainingState state) {
        earlierSeconds = state.seconds();
        earlierExchangeSeconds = state.exchangeSeconds();
    }

    void addExchange(long nanos) {
        exchangeNanos += nanos;
    }

    double seconds() {
        return earlierSeconds + (System.nanoTime() - startNanos) * NANO;
    }

    double exchangeSeconds() {
        return earlierExchangeSeconds + exchangeNanos * NANO;
    }
}
