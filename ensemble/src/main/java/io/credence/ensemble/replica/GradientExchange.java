package io.credence.ensemble.replica;

/**
 * Where the gradients of a member's replicas meet. The trainer calls it for each piece of the gradient as the backward pass
 * finishes it, from the end of the array to its start, so that an exchange can travel while the rest is still computed.
 */
public interface GradientExchange {
    /** The exchange of a member that one task trains: the gradient is whole as it is. */
    GradientExchange ALONE = new GradientExchange() {
        @Override
        public void sum(float[] gradient, int from, int to) {}

        @Override
        public void finish() {}
    };

    /**
     * Begins to replace {@code gradient[from, to)} by its sum over all tasks of the member. The piece must not be touched
     * before {@link #finish()} has returned. All tasks hand in the same pieces in the same order. Between two calls of {@link #finish()}
     * all pieces are of one array; that of the gradient has the summed loss behind it, small arrays of their own carry the
     * validation loss after an epoch and the statistics of synchronised batch normalisation within a step, and with local steps the array is
     * that of weights, moments and loss, in one piece.
     */
    void sum(float[] gradient, int from, int to);

    /** Returns when every piece handed in since the last call holds its sum. */
    void finish();

    /**
     * Returns as soon as more of what was handed in holds its sum, for a caller who can use a part of it while the rest is still on its way.
     *
     * @param to where the part begins that holds its sum so far; the array's length at first
     * @return where it begins now, below {@code to}; after 0 all pieces hold their sums, as after {@link #finish()}
     */
    default int finish(int to) {
        finish();
        return 0;
    }
}
