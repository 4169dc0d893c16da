package io.credence.kernels.simd;

/**
 * One thread's share of a matrix product: some rows of C. The loops are those of Goto and van de Geijn (2008), turned so that the panel of A
 * is the inner one: a block of B, {@value #DEPTH} deep, is packed so that it stays in the second-level cache; a panel of A, as many rows as a
 * register block has, then stays in the first-level cache while it meets every panel of B. Where rows of A are so far apart that they
 * would drive each other out of the cache, all its panels of that depth are packed first. Small operands are read where they are.
 */
final class Product implements Runnable {
    /** Most steps of k between two visits to C: a panel of A then takes half of a first-level cache of 48 KB. */
    private static final int DEPTH = 512;

    /** Columns of a packed block of B: with {@link #DEPTH} half of a second-level cache of 1 MB. */
    private static final int COLUMNS = 256;

    /** Rows of A that are packed together: with {@link #DEPTH} 4 MB. */
    private static final int ROWS = 170 * Blocks.HEIGHT;

    /** Packed rows and panels of A are so much further apart than they are long, so that they fall into different cache sets. */
    private static final int GAP = 16;

    /** A block of B that spans so many floats or fewer is read in place. */
    private static final int SMALL_B = 8192;

    /** A panel of A that spans so many floats or fewer, or meets few panels of B, is read in place. */
    private static final int SMALL_ROWS = 1000 * Blocks.HEIGHT;

    private static final int SMALL_COLUMNS = 1 << 16;

    private static final int FEW_PANELS = 2;

    private final NarrowProduct narrow = new NarrowProduct();
    private final float[] tile = new float[Blocks.HEIGHT * Blocks.WIDTH];
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

    /** What the next {@link #run} computes: rows [firstRow, lastRow) of C. */
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
        int most = evenly(k);
        int l = 0;
        // Once even if k is 0: C is then what the sums begin with.
        do {
            int depth = Math.min(most, k - l);
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
            l += most;
        } while (l < k);
    }

    /** The smallest depth that needs as few visits to C as {@link #DEPTH}, in whole vectors. */
    private static int evenly(int k) {
        int visits = Math.max(1, (k + DEPTH - 1) / DEPTH);
        int depth = (k + visits - 1) / visits;
        return Math.max(GAP, (depth + GAP - 1) / GAP * GAP);
    }

    private boolean packsA(int depth) {
        boolean meetsMany = Math.min(c.columns(), COLUMNS) > FEW_PANELS * Blocks.WIDTH;
        boolean far = left ? depth * (long) a.stride() > SMALL_COLUMNS : Blocks.HEIGHT * (long) a.stride() > SMALL_ROWS;
        return meetsMany && far;
    }

    /** Rows of A as they are; of A^T, panels of {@link Blocks#HEIGHT} rows, step of k by step of k. */
    private void packA(int from, int to, int l, int depth) {
        int panels = (to - from + Blocks.HEIGHT - 1) / Blocks.HEIGHT;
        int size = (panels + 1) * Blocks.HEIGHT * (depth + GAP);
        if (aPanels.length < size) {
            aPanels = new float[size];
        }
        if (left) {
            Packing.transposedRows(aPanels, panelStep(depth), a.data(), a.row(l) + from, a.stride(), to - from, depth);
        } else {
            Packing.rows(aPanels, depth + GAP, a.data(), a.row(from) + l, a.stride(), to - from, depth);
        }
    }

    private static int panelStep(int depth) {
        return Blocks.HEIGHT * depth + GAP;
    }

    /** C [from to to, j to j + columns] += A [.., l to l + depth] B [l to l + depth, ..]. */
    private void block(int from, int to, int l, int depth, int j, int columns, boolean packed) {
        int inPlace = columnsInPlace(to - from, depth, columns);
        packB(l, depth, j, columns, inPlace);
        float[] rows = packed ? aPanels : a.data();
        int stride = packed ? depth + GAP : a.stride();
        int rowStep = left ? 1 : stride;
        int depthStep = !left ? 1 : packed ? Blocks.HEIGHT : stride;
        int height;
        for (int i = from; i < to; i += height) {
            int start = packed ? packedRow(i - from, depth) : left ? a.row(l) + i : a.row(i) + l;
            int room = rows.length - start - Math.max(0, depth - 1) * depthStep;
            // Blocks of a packed A^T do not cross its panels.
            int most = packed && left ? Math.min(Blocks.HEIGHT, to - i) : to - i;
            height = Blocks.height(most, (room - 1) / Math.max(1, rowStep) + 1);
            for (int p = 0; p < columns; p += Blocks.WIDTH) {
                boolean direct = p < inPlace;
                block(
                        height,
                        Math.min(height, to - i),
                        Math.min(Blocks.WIDTH, columns - p),
                        depth,
                        rows,
                        start,
                        rowStep,
                        depthStep,
                        direct ? b.data() : bPanels,
                        direct ? b.row(l) + j + p : (p - inPlace) * depth,
                        direct ? b.stride() : Blocks.WIDTH,
                        c.row(i) + j + p,
                        accumulate || l > 0);
            }
        }
    }

    private int packedRow(int i, int depth) {
        return left ? i / Blocks.HEIGHT * panelStep(depth) + i % Blocks.HEIGHT : i * (depth + GAP);
    }

    /** Only whole panels of a small block are read in place: a block in registers is always two vectors wide. */
    private int columnsInPlace(int rows, int depth, int columns) {
        boolean small = (long) depth * b.stride() <= SMALL_B || rows <= 4;
        return right || !small ? 0 : columns - columns % Blocks.WIDTH;
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

    /** One block of C; one of fewer rows or columns than are computed is made beside C and copied. */
    private void block(
            int height,
            int rows,
            int width,
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
        if (rows == height && width == Blocks.WIDTH) {
            Blocks.multiply(
                    height, depth, from, start, rowStep, depthStep, panel, panelStart, panelStep, to, at, step, onto);
            return;
        }
        for (int r = 0; onto && r < rows; r++) {
            System.arraycopy(to, at + r * step, tile, r * Blocks.WIDTH, width);
        }
        Blocks.multiply(
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
                Blocks.WIDTH,
                onto);
        for (int r = 0; r < rows; r++) {
            System.arraycopy(tile, r * Blocks.WIDTH, to, at + r * step, width);
        }
    }

    /** Bias and activation over finished columns, while they are still in a cache. */
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
