package io.credence.kernels.autograd;

import io.credence.kernels.random.Purpose;
import io.credence.kernels.random.Seeds;

/**
 * The keys of the random draws of one forward pass. All frames of a plan share one instance, which every pass updates.
 */
public final class Draws {
    private final long seed;
    private long[] rowKeys;
    private int draw;

    /** Creates the keys of draws that depend on a seed. */
    public Draws(long seed) {
        this.seed = seed;
    }

    /**
     * Selects the draws of the next pass.
     *
     * @param rowKeys a key per row; may be null if nothing is drawn
     * @param draw the training step, or the number of the pass at inference
     */
    public void select(long[] rowKeys, int draw) {
        this.rowKeys = rowKeys;
        this.draw = draw;
    }

    long key(Purpose purpose, int stream) {
        return Seeds.derive(seed, purpose, stream);
    }

    long[] rowKeys() {
        return rowKeys;
    }

    int draw() {
        return draw;
    }
}
