package io.credence.kernels.simd.product;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.credence.kernels.simd.Matrix;
import jdk.incubator.vector.FloatVector;

/**
 * Matrix products of at most one vector of columns, for shapes that {@link DotProducts} does not support. {@link
 * Blocks} would compute surplus columns for them.
 *
 * <p>A block is eight rows by one vector of columns, with the columns of B padded with zeros. In A^T B, neighbouring
 * rows of C are adjacent in A. If C has few columns, such a product is computed in blocks of two columns by four
 * vectors of rows, which waste no lanes.
 */
final class NarrowProduct {
    private static final int ROWS = 8;

    /** Rows of a block of two columns. */
    private static final int TALL = 4 * COUNT;

    /** For at most this many columns of A^T B, computing them in pairs is faster. */
    private static final int FEW = Math.min(COUNT, 8);

    private final float[] tile = new float[ROWS * COUNT];
    private float[] packed = new float[0];

    private boolean left;
    private boolean right;
    private Matrix c;
    private Matrix a;
    private Matrix b;
    private boolean accumulate;
    private Matrix bias;

    static boolean suits(Matrix c) {
        return c.columns() <= COUNT;
    }

    /** Computes rows [from, to) of C with the bias but without an activation. */
    void run(
            boolean left,
            boolean right,
            Matrix c,
            Matrix a,
            Matrix b,
            boolean accumulate,
            Matrix bias,
            int from,
            int to) {
        this.left = left;
        this.right = right;
        this.c = c;
        this.a = a;
        this.b = b;
        this.accumulate = accumulate;
        this.bias = bias;
        if (left && c.columns() <= FEW && to - from >= COUNT) {
            pairs(from, to);
        } else {
            rows(from, to, left ? a.rows() : a.columns());
        }
    }

    /** Computes blocks of eight rows. */
    private void rows(int from, int to, int depth) {
        boolean inPlace = !right && c.columns() == COUNT;
        if (!inPlace) {
            packB(depth);
        }
        int rowStep = left ? 1 : a.stride();
        for (int i = from; i < to; i += ROWS) {
            int rows = Math.min(ROWS, to - i);
            for (int r = 0; accumulate && r < rows; r++) {
                System.arraycopy(c.data(), c.row(i + r), tile, r * COUNT, c.columns());
            }
            multiply(
                    depth,
                    a.data(),
                    a.offset() + i * rowStep,
                    rowStep,
                    left ? a.stride() : 1,
                    rows,
                    inPlace ? b.data() : packed,
                    inPlace ? b.offset() : 0,
                    inPlace ? b.stride() : COUNT,
                    accumulate);
            storeRows(i, rows);
        }
    }

    /** Packs the columns of B, one vector per step of k. */
    private void packB(int depth) {
        if (packed.length < depth * COUNT) {
            packed = new float[depth * COUNT];
        }
        int depthStep = right ? 1 : b.stride();
        int columnStep = right ? b.stride() : 1;
        for (int l = 0; l < depth; l++) {
            FloatVector.zero(FLOATS).intoArray(packed, l * COUNT);
            for (int j = 0; j < c.columns(); j++) {
                packed[l * COUNT + j] = b.data()[b.offset() + l * depthStep + j * columnStep];
            }
        }
    }

    private void storeRows(int i, int rows) {
        for (int r = 0; r < rows; r++) {
            int at = c.row(i + r);
            if (c.columns() == COUNT) {
                FloatVector sums = fromArray(FLOATS, tile, r * COUNT);
                if (bias != null) {
                    sums.add(fromArray(FLOATS, bias.data(), bias.offset())).intoArray(c.data(), at);
                } else {
                    sums.intoArray(c.data(), at);
                }
            } else {
                for (int j = 0; j < c.columns(); j++) {
                    float sum = tile[r * COUNT + j];
                    c.data()[at + j] = bias == null ? sum : sum + bias.data()[bias.offset() + j];
                }
            }
        }
    }

    /**
     * Sets the tile to rows of A times B, or adds to the tile if {@code accumulate}. If fewer than eight rows are
     * needed, the last is repeated.
     */
    private void multiply(
            int depth,
            float[] a,
            int ai,
            int rowStep,
            int depthStep,
            int rows,
            float[] b,
            int bi,
            int bStep,
            boolean accumulate) {
        float[] s = accumulate ? tile : Blocks.ZEROS;
        int sStep = accumulate ? COUNT : 0;
        FloatVector s0 = fromArray(FLOATS, s, 0);
        FloatVector s1 = fromArray(FLOATS, s, sStep);
        FloatVector s2 = fromArray(FLOATS, s, 2 * sStep);
        FloatVector s3 = fromArray(FLOATS, s, 3 * sStep);
        FloatVector s4 = fromArray(FLOATS, s, 4 * sStep);
        FloatVector s5 = fromArray(FLOATS, s, 5 * sStep);
        FloatVector s6 = fromArray(FLOATS, s, 6 * sStep);
        FloatVector s7 = fromArray(FLOATS, s, 7 * sStep);
        int last = rows - 1;
        int a1 = ai + Math.min(1, last) * rowStep;
        int a2 = ai + Math.min(2, last) * rowStep;
        int a3 = ai + Math.min(3, last) * rowStep;
        int a4 = ai + Math.min(4, last) * rowStep;
        int a5 = ai + Math.min(5, last) * rowStep;
        int a6 = ai + Math.min(6, last) * rowStep;
        int a7 = ai + Math.min(7, last) * rowStep;
        int along = 0;
        int bl = bi;
        for (int l = 0; l < depth; l++) {
            FloatVector row = fromArray(FLOATS, b, bl);
            s0 = broadcast(FLOATS, a[ai + along]).fma(row, s0);
            s1 = broadcast(FLOATS, a[a1 + along]).fma(row, s1);
            s2 = broadcast(FLOATS, a[a2 + along]).fma(row, s2);
            s3 = broadcast(FLOATS, a[a3 + along]).fma(row, s3);
            s4 = broadcast(FLOATS, a[a4 + along]).fma(row, s4);
            s5 = broadcast(FLOATS, a[a5 + along]).fma(row, s5);
            s6 = broadcast(FLOATS, a[a6 + along]).fma(row, s6);
            s7 = broadcast(FLOATS, a[a7 + along]).fma(row, s7);
            along += depthStep;
            bl += bStep;
        }
        s0.intoArray(tile, 0);
        s1.intoArray(tile, COUNT);
        s2.intoArray(tile, 2 * COUNT);
        s3.intoArray(tile, 3 * COUNT);
        s4.intoArray(tile, 4 * COUNT);
        s5.intoArray(tile, 5 * COUNT);
        s6.intoArray(tile, 6 * COUNT);
        s7.intoArray(tile, 7 * COUNT);
    }

    /** Computes rows of A^T B, two columns at a time. */
    private void pairs(int from, int to) {
        for (int i = from; i < to; i += TALL) {
            int rows = Math.min(TALL, to - i);
            // A vector that would end beyond the last row starts earlier.
            int latest = to - COUNT - i;
            for (int j = 0; j < c.columns(); j += 2) {
                int width = Math.min(2, c.columns() - j);
                for (int w = 0; accumulate && w < width; w++) {
                    loadColumn(i, rows, latest, j + w, w * TALL);
                }
                multiplyPair(
                        a.rows(),
                        a.data(),
                        a.offset() + i,
                        latest,
                        a.stride(),
                        b.data(),
                        b.offset() + j,
                        width - 1,
                        b.stride(),
                        accumulate);
                for (int w = 0; w < width; w++) {
                    storeColumn(i, rows, latest, j + w, w * TALL);
                }
            }
        }
    }

    private void loadColumn(int i, int rows, int latest, int j, int at) {
        for (int r = 0; r < rows; r++) {
            tile[at + lane(r, latest)] = c.data()[c.row(i + r) + j];
        }
    }

    private void storeColumn(int i, int rows, int latest, int j, int at) {
        for (int r = 0; r < rows; r++) {
            float sum = tile[at + lane(r, latest)];
            c.data()[c.row(i + r) + j] = bias == null ? sum : sum + bias.data()[bias.offset() + j];
        }
    }

    /** Returns the lane of a row in the four vectors of its block. */
    private static int lane(int row, int latest) {
        int vector = row / COUNT * COUNT;
        return vector + row - Math.min(vector, latest);
    }

    /**
     * Sets the tile to two columns, one below the other, by four vectors of rows. The second column starts
     * {@code apart} floats after the first.
     */
    private void multiplyPair(
            int depth,
            float[] a,
            int ai,
            int latest,
            int depthStep,
            float[] b,
            int bi,
            int apart,
            int bStep,
            boolean accumulate) {
        float[] s = accumulate ? tile : Blocks.ZEROS;
        int sStep = accumulate ? COUNT : 0;
        FloatVector l0 = fromArray(FLOATS, s, 0);
        FloatVector l1 = fromArray(FLOATS, s, sStep);
        FloatVector l2 = fromArray(FLOATS, s, 2 * sStep);
        FloatVector l3 = fromArray(FLOATS, s, 3 * sStep);
        FloatVector r0 = fromArray(FLOATS, s, 4 * sStep);
        FloatVector r1 = fromArray(FLOATS, s, 5 * sStep);
        FloatVector r2 = fromArray(FLOATS, s, 6 * sStep);
        FloatVector r3 = fromArray(FLOATS, s, 7 * sStep);
        int a0 = ai + Math.min(0, latest);
        int a1 = ai + Math.min(COUNT, latest);
        int a2 = ai + Math.min(2 * COUNT, latest);
        int a3 = ai + Math.min(3 * COUNT, latest);
        int along = 0;
        int bl = bi;
        for (int l = 0; l < depth; l++) {
            FloatVector x = broadcast(FLOATS, b[bl]);
            FloatVector y = broadcast(FLOATS, b[bl + apart]);
            FloatVector v0 = fromArray(FLOATS, a, a0 + along);
            l0 = v0.fma(x, l0);
            r0 = v0.fma(y, r0);
            FloatVector v1 = fromArray(FLOATS, a, a1 + along);
            l1 = v1.fma(x, l1);
            r1 = v1.fma(y, r1);
            FloatVector v2 = fromArray(FLOATS, a, a2 + along);
            l2 = v2.fma(x, l2);
            r2 = v2.fma(y, r2);
            FloatVector v3 = fromArray(FLOATS, a, a3 + along);
            l3 = v3.fma(x, l3);
            r3 = v3.fma(y, r3);
            along += depthStep;
            bl += bStep;
        }
        l0.intoArray(tile, 0);
        l1.intoArray(tile, COUNT);
        l2.intoArray(tile, 2 * COUNT);
        l3.intoArray(tile, 3 * COUNT);
        r0.intoArray(tile, 4 * COUNT);
        r1.intoArray(tile, 5 * COUNT);
        r2.intoArray(tile, 6 * COUNT);
        r3.intoArray(tile, 7 * COUNT);
    }
}
