package io.credence.ensemble.replica;

/**
 * An all-reduce between the tasks of one member. The backward pass calls {@link #sum} for each piece of the gradient
 * that becomes final, from the end of the array to its start, so that communication overlaps with computation.
 */
public interface GradientExchange {
    /** The exchange of a member that one task trains: every array already contains its sum. */
    GradientExchange ALONE = new GradientExchange() {
        @Override
        public void sum(float[] gradient, int from, int to) {}

        @Override
        public void finish() {}
    };

    /**
     * Starts to replace {@code gradient[from, to)} with its sum over all tasks, as defined by {@link BalancedTree}
     * over their ranks. The caller must not touch the piece before {@link #finish()} returns. All tasks pass the same
     * pieces in the same order, and all pieces between two calls of {@link #finish()} belong to one array.
     *
     * <p>That array is the gradient with the summed loss as its last element; with local steps it is weights, moments
     * and loss, in one piece. Small arrays carry the validation loss after an epoch, and the statistics of
     * synchronised batch normalisation within a step.
     */
    void sum(float[] gradient, int from, int to);

    /** Waits until every piece passed since the last call contains its sum. */
    void finish();

    /**
     * Waits until a larger part of the array contains its sum. The caller can use that part while the rest is still in
     * transit.
     *
     * @param to the start of the part that already contains its sum; initially the array's length
     * @return the new start of that part, below {@code to}; 0 once the whole array contains its sum, as after
     *     {@link #finish()}
     */
    default int finish(int to) {
        finish();
        return 0;
    }
}
