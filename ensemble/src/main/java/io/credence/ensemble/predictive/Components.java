package io.credence.ensemble.predictive;

/**
 * What every component of the posterior says about one chunk of rows: the outputs of the network, float32, laid out
 * [component, row, output] so that one forward pass fills one contiguous piece. Made once and filled again for every chunk;
 * {@link #rowsWithinBudget} keeps its size constant by taking fewer rows when there are more components.
 *
 * <p>Where the components of a single row are too many, a window on them is held, which moves to the component that is asked for: the source
 * computes again what stands there. Readers that go through the components of a row in their order then see every component computed once.
 *
 * <p>A regression's row is [mean, variance] in standardised units, the variance above 0; a row of classes is one logit a class.
 */
public final class Components {
    /** 4 MiB: a chunk and what is derived from it stay in the second level cache of one core, or near it. */
    private static final int BUDGET = 1 << 20;

    /** 16 MiB: to compute a component twice costs more than the cache can save. */
    private static final int LARGEST = 1 << 22;

    private static final int MOST_ROWS = 4096;

    private final int size;
    private final int rows;
    private final int outputs;
    private final int window;
    private final float[] values;
    private final Source source;
    private int first;

    /** Where the outputs come from. */
    @FunctionalInterface
    public interface Source {
        /**
         * Writes the outputs of components to the head of {@link #values}.
         *
         * @param first the first of them
         * @param end behind the last of them
         */
        void compute(int first, int end);
    }

    /**
     * All components of a chunk, for who writes them to {@link #values} at their {@link #offset}.
     *
     * @param size the number of components, at least 1
     * @param rows the number of rows of a full chunk, at least 1
     * @param outputs the number of outputs of the network: 2 for a regression, otherwise the number of classes
     * @throws IllegalArgumentException if one of them is below 1
     * @throws ArithmeticException if the whole exceeds one array
     */
    public Components(int size, int rows, int outputs) {
        this(size, rows, outputs, size, null);
    }

    /**
     * A window on the components of a chunk.
     *
     * @param window how many are held, at least 1 and at most {@code size}
     * @param source computes them; not asked before {@link #restart}
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

    /** How many rows a chunk should have so that its memory does not grow with the number of components; at least 1. */
    public static int rowsWithinBudget(int size, int outputs) {
        return (int) Math.max(1, Math.min(MOST_ROWS, BUDGET / ((long) size * outputs)));
    }

    /** How many components to hold so that memory does not grow with their number: all of them, unless even one row's are too many. */
    public static int windowWithinBudget(int size, int rows, int outputs) {
        return (int) Math.max(1, Math.min(size, LARGEST / ((long) rows * outputs)));
    }

    /** Computes the first components anew, of other rows. */
    public void restart() {
        move(0);
    }

    private void move(int to) {
        first = to;
        source.compute(first, Math.min(size, first + window));
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

    /** The buffer itself, [component of the window, row, output]. */
    public float[] values() {
        return values;
    }

    /**
     * Where the outputs of a component for a row begin in {@link #values}, until one is asked for that is not held with it.
     *
     * @throws RuntimeException what the source throws, where it has to compute the component
     */
    public int offset(int component, int row) {
        if (component < first || component >= first + window) {
            move(component - component % window);
        }
        return ((component - first) * rows + row) * outputs;
    }

    /**
     * Some of a chunk's components, in their order: {@code block} in a row, and again after every {@code stride} blocks.
     *
     * @param first the first block, counted from 0
     * @param stride from one block to the next, in blocks
     * @param block the components of a block; they divide all components
     */
    public record Subset(int first, int stride, int block) {
        static final Subset ALL = new Subset(0, 1, 1);

        /** How many they are of so many. */
        public int size(int components) {
            return Math.max(0, (components / block - first + stride - 1) / stride * block);
        }

        /** The component that is the i-th of them. */
        int component(int i) {
            return (first + i / block * stride) * block + i % block;
        }
    }
}
