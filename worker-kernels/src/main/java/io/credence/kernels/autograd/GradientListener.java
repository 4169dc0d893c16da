package io.credence.kernels.autograd;

/**
 * Is told as backward finishes pieces of the gradient, from the end of the array to its start. The parameters must not change before backward
 * returns: earlier operations still read those whose gradient is final.
 */
@FunctionalInterface
public interface GradientListener {
    /** Ignores the news. */
    GradientListener NONE = (from, to) -> {};

    /**
     * Elements {@code from} (inclusive) to {@code to} (exclusive) of the gradient are final. Each call's {@code to} is the last call's
     * {@code from}; the last call's {@code from} is 0.
     */
    void finished(int from, int to);
}
