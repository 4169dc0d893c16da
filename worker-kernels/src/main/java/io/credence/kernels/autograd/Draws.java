package io.credence.kernels.autograd;

import io.credence.kernels.random.Purpose;
import io.credence.kernels.random.Seeds;

/** What identifies the random draws of one forward pass. One object per plan, shared by its frames and changed before each pass. */
public final class Draws {
    private final long seed;
    private long[] rowKeys;
    private int draw;

    public Draws(long seed) {
        this.seed = seed;
    }

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
