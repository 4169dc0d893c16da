package io.credence.kernels.autograd;

/**
 * A listener that is notified as backward finishes pieces of the gradient, from the end of the array to its start. The
 * parameters must not change before backward returns, because later operations still read parameters whose gradients
 * are final.
 */
@FunctionalInterface
public interface GradientListener {
    /** Ignores all notifications. */
    GradientListener NONE = (from, to) -> {};

    /**
     * Called when elements {@code from} (inclusive) to {@code to} (exclusive) of the gradient are final. Each call's
     * {@code to} is the preceding call's {@code from}; the final call's {@code from} is 0.
     */
    void finished(int from, int to);
}
