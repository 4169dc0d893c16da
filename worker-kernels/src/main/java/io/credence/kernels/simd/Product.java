package io.credence.kernels.simd;

/**
 * One thread's share of a matrix product: some rows of C. The loops are those of Goto and van de Geijn (2008), turned so
 * that the panel of A is the inner one: a block of B, {@value #DEPTH} deep, is packed so that it stays in the second-level cache; a panel
 * of A, as many rows as a register block has, then stays in the first-level cache while it meets every panel of B.
 * Small operands are read where they are.
 */
final class Product implements Runnable {
    /** Steps of k between two visits to C: a panel of A then takes a quarter of a first-level cache of 48 KB. */
    private static final int DEPTH = 256;

    /** Columns of a packed block of B: with {@link #DEPTH} half of a second-level cache of 1 MB. */
    private static final int COLUMNS = 512;

    /** Rows of a packed panel of A are this far apart, so that they do not fall into the same cache sets. */
    private static final int ROW_STEP = DEPTH + 16;

    /** A block of B that spans so many floats or fewer is read in place. */
    private static final int SMALL_B = 8192;

    /** A panel of A that spans so many floats or fewer, or meets few panels of B, is read in place. */
    private static final int SMALL_A = 65536;

    private static final int FEW_PANELS = 2;

    private final float[] aPanel = new float[Blocks.HEIGHT * ROW_STEP];
    private final float[] tile = new float[Blocks.HEIGHT * Blocks.WIDTH];
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
        int k = left ? a.rows() : a.columns();
        int n = c.columns();
        for (int j = 0; j < n; j += COLUMNS) {
            int columns = Math.min(COLUMNS, n - j);
            int l = 0;
            // Once even if k is 0: C is then what the sums begin with.
            do {
                int depth = Math.min(DEPTH, k - l);
                block(l, depth, j, columns, accumulate || l > 0);
                if (l + depth == k) {
                    finish(j, columns);
                }
                l += DEPTH;
            } while (l < k);
        }
    }

    /** C [firstRow to lastRow, j to j + columns] += A [.., l to l + depth] B [l to l + depth, ..]. */
    private void block(int l, int depth, int j, int columns, boolean onto) {
        int inPlace = columnsInPlace(depth, columns);
        packB(l, depth, j, columns, inPlace);
        int panels = (columns + Blocks.WIDTH - 1) / Blocks.WIDTH;
        boolean pack = panels > FEW_PANELS && (left ? depth : Blocks.HEIGHT) * (long) a.stride() > SMALL_A;
        int rows;
        for (int i = firstRow; i < lastRow; i += rows) {
            rows = rowsOfBlock(lastRow - i);
            int start = left ? a.row(l) + i : a.row(i) + l;
            int rowStep = left ? 1 : a.stride();
            int depthStep = left ? a.stride() : 1;
            float[] from = a.data();
            if (pack && left) {
                Packing.transposedRows(aPanel, a.data(), start, a.stride(), rows, depth);
                depthStep = Blocks.HEIGHT;
            } else if (pack) {
                Packing.rows(aPanel, ROW_STEP, a.data(), start, a.stride(), rows, depth);
                rowStep = ROW_STEP;
            }
            if (pack) {
                from = aPanel;
                start = 0;
            }
            for (int p = 0; p < columns; p += Blocks.WIDTH) {
                boolean direct = p < inPlace;
                block(
                        rows,
                        Math.min(Blocks.WIDTH, columns - p),
                        depth,
                        from,
                        start,
                        rowStep,
                        depthStep,
                        direct ? b.data() : bPanels,
                        direct ? b.row(l) + j + p : (p - inPlace) * depth,
                        direct ? b.stride() : Blocks.WIDTH,
                        c.row(i) + j + p,
                        onto);
            }
        }
    }

    private static int rowsOfBlock(int left) {
        return left >= Blocks.HEIGHT ? Blocks.HEIGHT : left >= 4 ? 4 : 1;
    }

    /** Only whole panels of a small block are read in place: a block in registers is always two vectors wide. */
    private int columnsInPlace(int depth, int columns) {
        boolean small = (long) depth * b.stride() <= SMALL_B || lastRow - firstRow <= 4;
        return right || !small ? 0 : columns - columns % Blocks.WIDTH;
    }

    private void packB(int l, int depth, int j, int columns, int inPlace) {
        int panels = (columns - inPlace + Blocks.WIDTH - 1) / Blocks.WIDTH;
        if (bPanels.length < panels * Blocks.WIDTH * depth) {
            bPanels = new float[panels * Blocks.WIDTH * depth];
        }
        if (right) {
            Packing.transposedColumns(bPanels, b.data(), b.row(j) + l, b.stride(), depth, columns);
        } else if (inPlace < columns) {
            Packing.columns(bPanels, b.data(), b.row(l) + j + inPlace, b.stride(), depth, columns - inPlace);
        }
    }

    /** One block of C; a narrow one is computed beside C and its columns copied. */
    private void block(
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
        if (width == Blocks.WIDTH) {
            Blocks.multiply(
                    rows, depth, from, start, rowStep, depthStep, panel, panelStart, panelStep, to, at, step, onto);
            return;
        }
        for (int r = 0; onto && r < rows; r++) {
            System.arraycopy(to, at + r * step, tile, r * Blocks.WIDTH, width);
        }
        Blocks.multiply(
                rows,
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
    private void finish(int j, int columns) {
        if (bias != null) {
            for (int i = firstRow; i < lastRow; i++) {
                int at = c.row(i) + j;
                Elementwise.add(c.data(), at, c.data(), at, bias.data(), bias.offset() + j, columns);
            }
        }
        if (activation == Activation.IDENTITY) {
            return;
        }
        boolean oneRun = columns == c.stride();
        int runs = oneRun ? Math.min(1, lastRow - firstRow) : lastRow - firstRow;
        int length = oneRun ? (lastRow - firstRow) * columns : columns;
        for (int r = 0; r < runs; r++) {
            int at = c.row(firstRow + r) + j;
            Activations.forward(activation, c.data(), at, c.data(), at, length);
        }
    }
}
