package io.credence.driver.allreduce;

/** Wakes the exchange's thread: something that it may be waiting for has changed, or the exchange has failed. */
final class Signal {
    private long changes;
    private ExchangeException failure;

    /**
     * The number of changes so far.
     *
     * @throws ExchangeException if the exchange has failed
     */
    synchronized long changes() {
        if (failure != null) {
            throw failure;
        }
        return changes;
    }

    /** Ends the exchange. The first failure stands. */
    synchronized void fail(ExchangeException reason) {
        if (failure == null) {
            failure = reason;
        }
        change();
    }

    /** Why the exchange has failed, or null. */
    synchronized ExchangeException failure() {
        return failure;
    }

    synchronized void change() {
        changes++;
        notifyAll();
    }

    /** Returns when there were changes after the {@code seen} ones, or at the deadline. */
    synchronized void await(long seen, long deadlineNanos) throws InterruptedException {
        while (changes == seen) {
            long left = deadlineNanos - System.nanoTime();
            if (left <= 0) {
                return;
            }
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
    }
}
