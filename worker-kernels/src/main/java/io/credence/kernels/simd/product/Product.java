package io.credence.kernels.simd.product;

import io.credence.kernels.simd.Lanes;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Activation;
import io.credence.kernels.simd.elementwise.Activations;
import io.credence.kernels.simd.elementwise.Elementwise;

/**
 * One thread's rows of a matrix product, computed by the loops of Goto and van de Geijn (2008) with the rows of A
 * innermost.
 *
 * <p>A block of B, {@value #DEPTH} deep, is packed so that it stays in the second-level cache. The rows of a register
 * block of A stay in the first-level cache while they are multiplied by every panel of B. If the rows of a transposed A
 * are so far apart that they would evict each other, all its panels of that depth are packed first. Anything small
 * enough is read in place.
 */
final class Product implements Runnable {
    /** The maximum number of steps of k between two visits to C. */
    private static final int DEPTH = 512;

    /** Columns of a packed block of B; with {@link #DEPTH} it takes half of a second-level cache of 1 MB. */
    private static final int COLUMNS = 256;

    /** Rows of A that are packed together; with {@link #DEPTH} they take 4 MB. */
    private static final int ROWS = 408 * Blocks.HEIGHT;

    /** Floats between packed panels of A, so that they fall into different cache sets. */
    private static final int GAP = 16;

    /** A block of B that spans at most this many floats, most of a second-level cache of 1 MB, is read in place. */
    private static final int SMALL_B = 200_000;

    /** For at most this many rows of C, packing B takes longer than it saves. */
    private static final int FEW_ROWS = 128;

    /**
     * A^T is read in place if it spans at most this many floats at one depth, or is multiplied by at most {@link
     * #FEW_PANELS} panels of B.
     */
    private static final int SMALL_COLUMNS = 1 << 16;

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
    }

    @Override
    public void run() {
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
        for (int i = firstRow; i < lastRow; i += ROWS) {
            rows(i, Math.min(lastRow, i + ROWS));
        }
    }

    private void rows(int from, int to) {
        int k = left ? a.rows() : a.columns();
        int n = c.columns();
        int maxDepth = balancedDepth(k);
        int l = 0;
        // Runs once even if k is 0: C is then set to the initial value of the sums.
        do {
            int depth = Math.min(maxDepth, k - l);
            boolean packed = packsA(depth);
            if (packed) {
                packA(from, to, l, depth);
            }
            for (int j = 0; j < n; j += COLUMNS) {
                int columns = Math.min(COLUMNS, n - j);
                block(from, to, l, depth, j, columns, packed);
                if (l + depth == k) {
                    finish(from, to, j, columns);
                }
            }
            l += maxDepth;
        } while (l < k);
    }

    /** Returns the smallest depth, a multiple of {@link #GAP}, that needs as few visits to C as {@link #DEPTH}. */
    private static int balancedDepth(int k) {
        int visits = Math.max(1, (k + DEPTH - 1) / DEPTH);
        int depth = (k + visits - 1) / visits;
        return Math.max(GAP, (depth + GAP - 1) / GAP * GAP);
    }

    private boolean packsA(int depth) {
        boolean meetsMany = Math.min(c.columns(), COLUMNS) > FEW_PANELS * Blocks.WIDTH;
        return left && meetsMany && depth * (long) a.stride() > SMALL_COLUMNS;
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
    private void block(int from, int to, int l, int depth, int j, int columns, boolean packed) {
        int inPlace = columnsInPlace(to - from, depth, columns);
        packB(l, depth, j, columns, inPlace);
        int wide = Blocks.wideColumns(columns);
        int last;
        for (int p = 0; p < columns; p = last) {
            boolean direct = p < inPlace;
            int width = p < wide ? Blocks.WIDTH : Blocks.PAIR;
            last = Math.min(p < wide ? wide : columns, direct ? inPlace : columns);
            float[] panel = direct ? b.data() : bPanels;
            int start = direct ? b.row(l) + j + p : (p - inPlace) * depth;
            int step = direct ? b.stride() : width;
            int apart = direct ? width : width * depth;
            boolean fromPanels = packed && width == Blocks.WIDTH;
            panels(width, from, to, l, depth, j + p, last - p, panel, start, step, apart, fromPanels);
        }
    }

    /** Computes columns from j on in panels of one width, whose starts are {@code apart} floats apart. */
    private void panels(
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
            int apart,
            boolean packed) {
        float[] rows = packed ? aPanels : a.data();
        int rowStep = left ? 1 : a.stride();
        int depthStep = !left ? 1 : packed ? Packing.PANEL : a.stride();
        int reach = Math.max(0, depth - 1) * depthStep;
        int whole = columns - columns % width;
        boolean onto = accumulate || l > 0;
        float[] sums = c.data();
        int step = c.stride();
        int height;
        for (int i = from; i < to; i += height) {
            int start = packed ? packedRow(i - from, depth) : left ? a.row(l) + i : a.row(i) + l;
            // Blocks do not cross packed panels.
            int most = packed ? Math.min(Packing.PANEL - (i - from) % Packing.PANEL, to - i) : to - i;
            height = Blocks.height(width, most);
            if (height > most && start + reach + (height - 1) * rowStep >= rows.length) {
                // The surplus rows of the block would lie beyond the array.
                height = most >= 4 ? 4 : 1;
            }
            int at = c.row(i) + j;
            int bi = panelStart;
            int direct = height <= to - i ? whole : 0;
            int p = 0;
            for (; p < direct; p += width) {
                Blocks.multiply(
                        width, height, depth, rows, start, rowStep, depthStep, panel, bi, panelStep, sums, at + p, step,
                        onto);
                bi += apart;
            }
            for (; p < columns; p += width) {
                partialBlock(
                        width,
                        height,
                        Math.min(height, to - i),
                        Math.min(width, columns - p),
                        depth,
                        rows,
                        start,
                        rowStep,
                        depthStep,
                        panel,
                        bi,
                        panelStep,
                        at + p,
                        onto);
                bi += apart;
            }
        }
    }

    private static int packedRow(int i, int depth) {
        return i / Packing.PANEL * panelStep(depth) + i % Packing.PANEL;
    }

    /** Returns how many columns of B are read in place: the whole panels of a small block. */
    private int columnsInPlace(int rows, int depth, int columns) {
        boolean small = (long) depth * b.stride() <= SMALL_B || rows <= FEW_ROWS;
        int wide = Blocks.wideColumns(columns);
        int last = columns % (wide == columns ? Blocks.WIDTH : Blocks.PAIR);
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

    /** Computes a block that extends beyond C in a separate tile, and copies the needed rows and columns to C. */
    private void partialBlock(
            int width,
            int height,
            int rows,
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
        for (int r = 0; onto && r < rows; r++) {
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
        for (int r = 0; r < rows; r++) {
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
