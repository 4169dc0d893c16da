package io.credence.ensemble.predictive;

/**
 * The outputs of every component of the posterior for one chunk of rows: float32, laid out as
 * {@code [component, row, output]}, so that one forward pass fills a contiguous range. The buffer is allocated once
 * and refilled for every chunk. {@link #rowsWithinBudget} keeps its size constant by reducing the number of rows as
 * the number of components grows.
 *
 * <p>If even the components of a single row are too many, the buffer holds a window of them. The window moves to the
 * requested component, and the source recomputes its content. If readers visit the components in order, every
 * component is computed only once.
 *
 * <p>What the outputs of a row mean depends on the likelihood, such as [mean, variance] of a Gaussian in standardised
 * units, with the variance above 0, or one logit for each class.
 */
public final class Components {
    /** 4 MiB: a chunk and the data derived from it stay in or near the level-two cache of one core. */
    private static final int BUDGET = 1 << 20;

    /** 16 MiB. This exceeds the cache, but computing a component twice would cost more than the cache saves. */
    private static final int MAX_VALUES = 1 << 22;

    private static final int MAX_ROWS = 4096;

    private final int size;
    private final int rows;
    private final int outputs;
    private final int window;
    private final float[] values;
    private final Source source;
    private int first;
    private int filledRows;
    private long fills;

    /** Computes the outputs of components. */
    @FunctionalInterface
    public interface Source {
        /**
         * Writes the outputs of components to the start of {@link #values}.
         *
         * @param first the first component
         * @param end the end of the range, exclusive
         */
        void compute(int first, int end);
    }

    /**
     * Creates a buffer for all components of a chunk. The caller writes them to {@link #values} at their
     * {@link #offset}.
     *
     * @param size the number of components, at least 1
     * @param rows the number of rows of a full chunk, at least 1
     * @param outputs the number of values that a component predicts for a row
     * @throws IllegalArgumentException if one of them is below 1
     * @throws ArithmeticException if the values do not fit into one array
     */
    public Components(int size, int rows, int outputs) {
        this(size, rows, outputs, size, null);
    }

    /**
     * Creates a buffer for a window of the components of a chunk.
     *
     * @param window the number of components in the window, at least 1 and at most {@code size}
     * @param source computes them; first called by {@link #restart}
     */
    public Components(int size, int rows, int outputs, int window, Source source) {
        if (size < 1 || rows < 1 || outputs < 1) {
            throw new IllegalArgumentException("a chunk has " + size + " components of " + rows + " rows and " + outputs
                    + " outputs; it must have at least 1 of each");
        }
        this.size = size;
        this.rows = rows;
        this.outputs = outputs;
        this.window = window;
        this.values = new float[Math.multiplyExact(Math.multiplyExact(window, rows), outputs)];
        this.source = source;
    }

    /** Returns the number of rows of a chunk whose memory does not grow with the number of components; at least 1. */
    public static int rowsWithinBudget(int size, int outputs) {
        return (int) Math.max(1, Math.min(MAX_ROWS, BUDGET / ((long) size * outputs)));
    }

    /**
     * Returns the number of components in a window of bounded memory: all of them, unless those of a single row are
     * too many.
     */
    public static int windowWithinBudget(int size, int rows, int outputs) {
        return (int) Math.max(1, Math.min(size, MAX_VALUES / ((long) rows * outputs)));
    }

    /**
     * Moves the window back to the first components and computes them, for new rows.
     *
     * @param rows the number of rows of the chunk, at most {@link #rows}
     */
    public void restart(int rows) {
        filledRows = rows;
        fills++;
        move(0);
    }

    private void move(int to) {
        first = to;
        source.compute(first, Math.min(size, first + window));
    }

    /** Returns the number of components. */
    public int size() {
        return size;
    }

    /** Returns the number of rows of a full chunk. */
    public int rows() {
        return rows;
    }

    /** Returns the number of rows that {@link #restart} has filled; 0 if the caller writes the values. */
    public int filledRows() {
        return filledRows;
    }

    /** Returns how often {@link #restart} has filled the buffer. */
    public long fills() {
        return fills;
    }

    /** Returns the number of outputs of a row. */
    public int outputs() {
        return outputs;
    }

    /** Returns the buffer, {@code [component of the window, row, output]}. */
    public float[] values() {
        return values;
    }

    /**
     * Returns the index in {@link #values} at which the outputs of a component for a row begin. It is valid until a
     * component outside the window is requested.
     *
     * @throws RuntimeException if the source has to compute the component and fails
     */
    public int offset(int component, int row) {
        if (component < first || component >= first + window) {
            move(component - component % window);
        }
        return ((component - first) * rows + row) * outputs;
    }

    /**
     * A regular subset of a chunk's components, in order: every {@code stride}-th block of {@code block} consecutive
     * components.
     *
     * @param first the first block, counted from 0
     * @param stride the distance between blocks, in blocks
     * @param block the number of components in a block; a divisor of the number of all components
     */
    public record Subset(int first, int stride, int block) {
        /** All components. */
        public static final Subset ALL = new Subset(0, 1, 1);

        /** Returns the size of this subset for a given number of components. */
        public int size(int components) {
            return Math.max(0, (components / block - first + stride - 1) / stride * block);
        }

        /** Returns the i-th component of the subset. */
        public int component(int i) {
            return (first + i / block * stride) * block + i % block;
        }
    }
}
