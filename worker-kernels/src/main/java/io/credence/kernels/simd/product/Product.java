package io.credence.kernels.simd.product;

import io.credence.kernels.simd.Lanes;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Activation;
import io.credence.kernels.simd.elementwise.Activations;
import io.credence.kernels.simd.elementwise.Elementwise;

/**
 * One thread's rows of a matrix product, computed by the loops of Goto and van de Geijn (2008).
 *
 * <p>The sizes of blocks are those of {@link CacheBlocks}. A block of B is packed into panels as wide as a register
 * block, because columns that are read with the stride of a large matrix would evict each other. A block of a
 * transposed A is packed if its rows are so far apart that they would do the same. Anything small enough is read in
 * place.
 */
final class Product implements Runnable {
    private static final CacheBlocks CACHE = CacheBlocks.of(CacheSizes.ofThisMachine(), Blocks.WIDTH, Packing.PANEL);

    /** Floats between packed panels of A, so that they fall into different cache sets. */
    private static final int GAP = 16;

    /** For at most this many rows of C, packing B takes longer than it saves. */
    private static final int FEW_ROWS = 32;

    /** A^T is read in place if it is multiplied by at most this many panels of B. */
    private static final int FEW_PANELS = 2;

    private final DotProducts dots = new DotProducts();
    private final NarrowProduct narrow = new NarrowProduct();
    private final float[] tile = new float[Blocks.AREA];
    private final float[] square = new float[Lanes.COUNT * Lanes.COUNT];
    private float[] aPanels = new float[0];
    private float[] bPanels = new float[0];

    private boolean left;
    private boolean right;
    private Matrix c;
    private Matrix a;
    private Matrix b;
    private Matrix bias;
    private Activation activation;
    private boolean accumulate;
    private int firstRow;
    private int lastRow;

    /** The stacks of a product of stacks, whose rows {@link #firstStackRow} and following are those of its members. */
    private MatrixStack results;

    private MatrixStack leftOperands;
    private MatrixStack rightOperands;
    private MatrixStack biases;
    private int firstStackRow;
    private int lastStackRow;

    /** Sets what the next {@link #run} computes: rows [firstRow, lastRow) of C. */
    void prepare(
            Transposition t,
            Matrix c,
            Matrix a,
            Matrix b,
            boolean accumulate,
            Matrix bias,
            Activation activation,
            int firstRow,
            int lastRow) {
        this.left = t == Transposition.LEFT;
        this.right = t == Transposition.RIGHT;
        this.c = c;
        this.a = a;
        this.b = b;
        this.accumulate = accumulate;
        this.bias = bias;
        this.activation = activation;
        this.firstRow = firstRow;
        this.lastRow = lastRow;
        results = null;
    }

    /**
     * Sets what the next {@link #run} computes: rows [firstRow, lastRow) of the members' results, counted from the
     * first row of the first member. The members do not share one result.
     */
    void prepare(
            Transposition t,
            MatrixStack c,
            MatrixStack a,
            MatrixStack b,
            boolean accumulate,
            MatrixStack bias,
            Activation activation,
            int firstRow,
            int lastRow) {
        prepare(t, c.member(0), a.member(0), b.member(0), accumulate, null, activation, 0, 0);
        results = c;
        leftOperands = a;
        rightOperands = b;
        biases = bias;
        firstStackRow = firstRow;
        lastStackRow = lastRow;
    }

    @Override
    public void run() {
        if (results == null) {
            multiply();
            return;
        }
        int rows = c.rows();
        for (int row = firstStackRow; row < lastStackRow; row += lastRow - firstRow) {
            int member = row / rows;
            c = results.member(member);
            a = leftOperands.member(member);
            b = rightOperands.member(member);
            bias = biases == null ? null : biases.member(member);
            firstRow = row - member * rows;
            lastRow = Math.min(rows, lastStackRow - member * rows);
            multiply();
        }
    }

    /** Computes the rows of one matrix. */
    private void multiply() {
        if (DotProducts.suits(left, c)) {
            dots.run(right, c, a, b, accumulate, bias, firstRow, lastRow);
            activate(firstRow, lastRow, 0, c.columns());
            return;
        }
        if (NarrowProduct.suits(c)) {
            narrow.run(left, right, c, a, b, accumulate, bias, firstRow, lastRow);
            activate(firstRow, lastRow, 0, c.columns());
            return;
        }
        for (int j = 0; j < c.columns(); j += CACHE.columns()) {
            multiplyColumns(j, Math.min(CACHE.columns(), c.columns() - j));
        }
    }

    /** Computes columns [j, j + columns) of all rows. */
    private void multiplyColumns(int j, int columns) {
        int k = left ? a.rows() : a.columns();
        int maxDepth = balancedDepth(k);
        int l = 0;
        // Runs once even if k is 0: C is then set to the initial value of the sums.
        do {
            int depth = Math.min(maxDepth, k - l);
            int inPlace = columnsInPlace(depth, columns);
            packB(l, depth, j, columns, inPlace);
            boolean packed = packsA(depth, columns);
            for (int i = firstRow; i < lastRow; i += CACHE.rows()) {
                int to = Math.min(lastRow, i + CACHE.rows());
                if (packed) {
                    packA(i, to, l, depth);
                }
                block(i, to, l, depth, j, columns, inPlace, packed);
            }
            l += maxDepth;
        } while (l < k);
        finish(firstRow, lastRow, j, columns);
    }

    /** Returns the smallest depth, a multiple of {@link #GAP}, that needs as few visits to C as the maximum depth. */
    private static int balancedDepth(int k) {
        int visits = Math.max(1, (k + CACHE.depth() - 1) / CACHE.depth());
        int depth = (k + visits - 1) / visits;
        return Math.max(GAP, (depth + GAP - 1) / GAP * GAP);
    }

    private boolean packsA(int depth, int columns) {
        return left && columns > FEW_PANELS * Blocks.WIDTH && depth * (long) a.stride() > CACHE.spanFloats();
    }

    private void packA(int from, int to, int l, int depth) {
        int panels = (to - from + Packing.PANEL - 1) / Packing.PANEL;
        int size = (panels + 1) * Packing.PANEL * (depth + GAP);
        if (aPanels.length < size) {
            aPanels = new float[size];
        }
        Packing.transposedRows(aPanels, panelStep(depth), a.data(), a.row(l) + from, a.stride(), to - from, depth);
    }

    private static int panelStep(int depth) {
        return Packing.PANEL * depth + GAP;
    }

    /** Adds a block: C[from..to, j..j + columns] += A[.., l..l + depth] B[l..l + depth, ..], ends exclusive. */
    private void block(int from, int to, int l, int depth, int j, int columns, int inPlace, boolean packed) {
        int wide = Blocks.wideColumns(columns);
        int width;
        for (int p = 0; p < columns; p += width) {
            width = p < wide ? Blocks.WIDTH : Blocks.PAIR;
            boolean direct = p < inPlace;
            float[] panel = direct ? b.data() : bPanels;
            int start = direct ? b.row(l) + j + p : (p - inPlace) * depth;
            int step = direct ? b.stride() : width;
            panel(width, from, to, l, depth, j + p, Math.min(width, columns - p), panel, start, step, packed);
        }
    }

    /** Multiplies rows [from, to) of A by one panel of B, whose columns start at column j of C. */
    private void panel(
            int width,
            int from,
            int to,
            int l,
            int depth,
            int j,
            int columns,
            float[] panel,
            int panelStart,
            int panelStep,
            boolean packed) {
        float[] rows = packed ? aPanels : a.data();
        int rowStep = left ? 1 : a.stride();
        int depthStep = !left ? 1 : packed ? Packing.PANEL : a.stride();
        boolean onto = accumulate || l > 0;
        int height;
        for (int i = from; i < to; i += height) {
            int start = packed ? packedRow(i - from, depth) : left ? a.row(l) + i : a.row(i) + l;
            // Blocks do not cross packed panels.
            int most = packed ? Math.min(Packing.PANEL - (i - from) % Packing.PANEL, to - i) : to - i;
            height = Blocks.height(width, most);
            int at = c.row(i) + j;
            if (columns == width) {
                Blocks.multiply(
                        width,
                        height,
                        depth,
                        rows,
                        start,
                        rowStep,
                        depthStep,
                        panel,
                        panelStart,
                        panelStep,
                        c.data(),
                        at,
                        c.stride(),
                        onto);
            } else {
                partialBlock(
                        width,
                        height,
                        columns,
                        depth,
                        rows,
                        start,
                        rowStep,
                        depthStep,
                        panel,
                        panelStart,
                        panelStep,
                        at,
                        onto);
            }
        }
    }

    private static int packedRow(int i, int depth) {
        return i / Packing.PANEL * panelStep(depth) + i % Packing.PANEL;
    }

    /** Returns how many columns of B are read in place: the whole panels of a small block. */
    private int columnsInPlace(int depth, int columns) {
        boolean small = (long) depth * b.stride() <= CACHE.nearFloats() || lastRow - firstRow <= FEW_ROWS;
        int wide = Blocks.wideColumns(columns);
        int last = wide == columns ? columns % Blocks.WIDTH : (columns - wide) % Blocks.PAIR;
        return right || !small ? 0 : columns - last;
    }

    private void packB(int l, int depth, int j, int columns, int inPlace) {
        int panels = (columns - inPlace + Blocks.WIDTH - 1) / Blocks.WIDTH;
        if (bPanels.length < panels * Blocks.WIDTH * depth) {
            bPanels = new float[panels * Blocks.WIDTH * depth];
        }
        if (right) {
            Packing.transposedColumns(bPanels, b.data(), b.row(j) + l, b.stride(), depth, columns, square);
        } else if (inPlace < columns) {
            Packing.columns(bPanels, b.data(), b.row(l) + j + inPlace, b.stride(), depth, columns - inPlace);
        }
    }

    /** Computes a block that extends beyond C in a separate tile, and copies the needed columns to C. */
    private void partialBlock(
            int width,
            int height,
            int columns,
            int depth,
            float[] from,
            int start,
            int rowStep,
            int depthStep,
            float[] panel,
            int panelStart,
            int panelStep,
            int at,
            boolean onto) {
        float[] to = c.data();
        int step = c.stride();
        for (int r = 0; onto && r < height; r++) {
            System.arraycopy(to, at + r * step, tile, r * width, columns);
        }
        Blocks.multiply(
                width,
                height,
                depth,
                from,
                start,
                rowStep,
                depthStep,
                panel,
                panelStart,
                panelStep,
                tile,
                0,
                width,
                onto);
        for (int r = 0; r < height; r++) {
            System.arraycopy(tile, r * width, to, at + r * step, columns);
        }
    }

    /** Applies bias and activation to finished columns while they are still in a cache. */
    private void finish(int from, int to, int j, int columns) {
        if (bias != null) {
            for (int i = from; i < to; i++) {
                int at = c.row(i) + j;
                Elementwise.add(c.data(), at, c.data(), at, bias.data(), bias.offset() + j, columns);
            }
        }
        activate(from, to, j, columns);
    }

    private void activate(int from, int to, int j, int columns) {
        if (activation == Activation.IDENTITY) {
            return;
        }
        boolean oneRun = columns == c.stride();
        int runs = oneRun ? Math.min(1, to - from) : to - from;
        int length = oneRun ? (to - from) * columns : columns;
        for (int r = 0; r < runs; r++) {
            int at = c.row(from + r) + j;
            Activations.forward(activation, c.data(), at, c.data(), at, length);
        }
    }
}
