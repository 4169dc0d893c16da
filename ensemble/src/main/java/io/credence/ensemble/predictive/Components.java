package io.credence.ensemble.predictive;

/**
 * What every component of the posterior says about one chunk of rows: the outputs of the network, float32, laid out
 * [component, row, output] so that one forward pass fills one contiguous piece. Made once and filled again for every chunk;
 * {@link #rowsWithinBudget} keeps its size constant by taking fewer rows when there are more components.
 *
 * <p>A regression's row is [mean, variance] in standardised units, the variance above 0; a row of classes is one logit a class.
 */
public final class Components {
    /** 4 MiB: a chunk and what is derived from it stay in the second level cache of one core, or near it. */
    private static final int BUDGET = 1 << 20;

    private static final int MOST_ROWS = 4096;

    private final int size;
    private final int rows;
    private final int outputs;
    private final float[] values;

    /**
     * @param size the number of components, at least 1
     * @param rows the number of rows of a full chunk, at least 1
     * @param outputs the number of outputs of the network: 2 for a regression, otherwise the number of classes
     * @throws IllegalArgumentException if one of them is below 1, or if the whole exceeds one array
     */
    public Components(int size, int rows, int outputs) {
        if (size < 1 || rows < 1 || outputs < 1) {
            throw new IllegalArgumentException("a chunk has " + size + " components of " + rows + " rows and " + outputs
                    + " outputs; it must have at least 1 of each");
        }
        this.size = size;
        this.rows = rows;
        this.outputs = outputs;
        this.values = new float[Math.multiplyExact(Math.multiplyExact(size, rows), outputs)];
    }

    /** How many rows a chunk should have so that its memory does not grow with the number of components; at least 1. */
    public static int rowsWithinBudget(int size, int outputs) {
        return (int) Math.max(1, Math.min(MOST_ROWS, BUDGET / ((long) size * outputs)));
    }

    /** The number of components. */
    public int size() {
        return size;
    }

    /** The number of rows of a full chunk. */
    public int rows() {
        return rows;
    }

    /** The number of outputs of a row. */
    public int outputs() {
        return outputs;
    }

    /** The buffer itself, [component, row, output], for the network to write to. */
    public float[] values() {
        return values;
    }

    /** Where the outputs of a component for a row begin in {@link #values}. */
    public int offset(int component, int row) {
        return (component * rows + row) * outputs;
    }
}
