package io.credence.kernels.simd.product;

import static io.credence.kernels.simd.LaneExchanges.BY_EIGHT;
import static io.credence.kernels.simd.LaneExchanges.BY_FOUR;
import static io.credence.kernels.simd.LaneExchanges.BY_ONE;
import static io.credence.kernels.simd.LaneExchanges.BY_TWO;
import static io.credence.kernels.simd.LaneExchanges.UPPER_EIGHT;
import static io.credence.kernels.simd.LaneExchanges.UPPER_FOURS;
import static io.credence.kernels.simd.LaneExchanges.UPPER_TWOS;
import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static io.credence.kernels.simd.Lanes.VIRTUAL;
import static io.credence.kernels.simd.VectorMath.ZERO;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.LT;

import io.credence.kernels.simd.LaneSums;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.reduction.ReductionLoops;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Matrix products with few columns, such as a network's output: vectors run along k.
 *
 * <p>Each element is the dot product of a row of A and a column of B in 16 virtual lanes: element l of both belongs to
 * lane l mod 16, and the lanes are added in the order of {@link LaneSums}. Zeros pad k to a multiple of 16. A block is
 * four rows by two columns. If a vector has all 16 lanes, the lanes of a block's eight sums are added together.
 */
final class DotProducts {
    /** The maximum number of columns. With more, a vector of columns wastes less than adding lanes costs. */
    static final int MAX_COLUMNS = 4;

    private static final int ROWS = 4;

    /** Rows whose sums are computed before they are stored. */
    private static final int CHUNK = 16 * ROWS;

    private static final FloatVector INDEX = FloatVector.zero(FLOATS).addIndex(1);

    /** One vector per block; the sum of row r and column j is at 8 j + 2 r. */
    private final float[] sums = new float[CHUNK / ROWS * VIRTUAL];

    private final float[] lanes = new float[CHUNK / ROWS * 8 * VIRTUAL];
    private float[] rows = new float[0];
    private float[] columns = new float[0];

    static boolean suits(boolean left, Matrix c) {
        return !left && c.columns() <= MAX_COLUMNS;
    }

    /** Computes rows [from, to) of C = A B, or A B^T if {@code right}, with the bias but without an activation. */
    void run(boolean right, Matrix c, Matrix a, Matrix b, boolean accumulate, Matrix bias, int from, int to) {
        int depth = a.columns();
        int length = Math.max(VIRTUAL, (depth + VIRTUAL - 1) / VIRTUAL * VIRTUAL);
        copyColumns(right, b, c.columns(), depth, length);
        int height;
        for (int i = from; i < to; i += height) {
            height = rowsInPlace(a, i, to - i, length);
            boolean copied = height == 0;
            if (copied) {
                height = Math.min(ROWS, to - i);
                copyRows(a, i, height, length);
            }
            for (int j = 0; j < c.columns(); j += 2) {
                int width = Math.min(2, c.columns() - j);
                float[] x = copied ? rows : a.data();
                int start = copied ? 0 : a.row(i);
                sum(height, x, start, copied ? length : a.stride(), j * length, (width - 1) * length, depth, length);
                store(
                        sums,
                        height,
                        c.data(),
                        c.row(i) + j,
                        c.stride(),
                        width,
                        accumulate,
                        bias == null ? null : bias.data(),
                        bias == null ? 0 : bias.offset() + j);
            }
        }
    }

    /** Copies the columns of B, each padded with zeros to the given length. */
    private void copyColumns(boolean right, Matrix b, int count, int depth, int length) {
        if (columns.length < count * length) {
            columns = new float[count * length];
        }
        for (int j = 0; j < count; j++) {
            int to = j * length;
            if (right) {
                System.arraycopy(b.data(), b.row(j), columns, to, depth);
            } else {
                for (int l = 0; l < depth; l++) {
                    columns[to + l] = b.data()[b.row(l) + j];
                }
            }
            Arrays.fill(columns, to + depth, to + length, 0f);
        }
    }

    /**
     * Returns how many of the next rows, in whole blocks, can be read in place, 16 elements at a time: with vectors of
     * 16 lanes, or if the rows need no padding.
     */
    private static int rowsInPlace(Matrix a, int i, int left, int length) {
        boolean whole = COUNT == VIRTUAL || a.columns() == length;
        if (!whole || left < ROWS) {
            return 0;
        }
        int readable = Math.floorDiv(a.data().length - length - a.row(i), Math.max(1, a.stride())) + 1;
        int most = Math.max(0, Math.min(readable, Math.min(CHUNK, left)));
        return most - most % ROWS;
    }

    private void copyRows(Matrix a, int i, int count, int length) {
        if (rows.length < ROWS * length) {
            rows = new float[ROWS * length];
        }
        for (int r = 0; r < count; r++) {
            int to = r * length;
            System.arraycopy(a.data(), a.row(i + r), rows, to, a.columns());
            Arrays.fill(rows, to + a.columns(), to + length, 0f);
        }
    }

    /** Sums two columns that are {@code apart} floats apart, or one column if that is 0. */
    private void sum(int height, float[] x, int start, int step, int column, int apart, int depth, int length) {
        if (COUNT == VIRTUAL) {
            int blocks = (height + ROWS - 1) / ROWS;
            multiply(
                    lanes,
                    blocks,
                    x,
                    start,
                    step,
                    columns,
                    column,
                    apart,
                    length - VIRTUAL,
                    depth - (length - VIRTUAL));
            addLanes(sums, blocks, lanes);
            return;
        }
        int width = apart == 0 ? 1 : 2;
        for (int r = 0; r < height; r++) {
            for (int w = 0; w < width; w++) {
                sums[2 * r + 8 * (r / ROWS + w)] =
                        ReductionLoops.dotOfBlocks(x, start + r * step, columns, column + w * apart, length);
            }
        }
    }

    private static void store(
            float[] sums,
            int height,
            float[] c,
            int ci,
            int cStep,
            int width,
            boolean accumulate,
            float[] bias,
            int shift) {
        for (int w = 0; w < width; w++) {
            float b = bias == null ? 0f : bias[shift + w];
            int at = ci + w;
            for (int r = 0; r < height; r++) {
                float sum = sums[2 * r + 8 * (r / ROWS + w)];
                sum = accumulate ? c[at] + sum : sum;
                c[at] = bias == null ? sum : sum + b;
                at += cStep;
            }
        }
    }

    /**
     * Multiplies consecutive blocks of rows: {@code depth} elements of each row, a multiple of 16, then the first
     * {@code remaining} of the next 16.
     */
    private static void multiply(
            float[] lanes,
            int blocks,
            float[] a,
            int ai,
            int rowStep,
            float[] b,
            int bi,
            int apart,
            int depth,
            int remaining) {
        int to = 0;
        int after2 = 2 * rowStep;
        int after3 = 3 * rowStep;
        for (int block = 0; block < blocks; block++) {
            FloatVector p0 = FloatVector.zero(FLOATS);
            FloatVector p1 = p0;
            FloatVector p2 = p0;
            FloatVector p3 = p0;
            FloatVector q0 = p0;
            FloatVector q1 = p0;
            FloatVector q2 = p0;
            FloatVector q3 = p0;
            int al = ai;
            for (int bl = bi, end = bi + depth; bl != end; bl += VIRTUAL) {
                FloatVector x = fromArray(FLOATS, b, bl);
                FloatVector y = fromArray(FLOATS, b, bl + apart);
                FloatVector v0 = fromArray(FLOATS, a, al);
                p0 = v0.fma(x, p0);
                q0 = v0.fma(y, q0);
                FloatVector v1 = fromArray(FLOATS, a, al + rowStep);
                p1 = v1.fma(x, p1);
                q1 = v1.fma(y, q1);
                FloatVector v2 = fromArray(FLOATS, a, al + after2);
                p2 = v2.fma(x, p2);
                q2 = v2.fma(y, q2);
                FloatVector v3 = fromArray(FLOATS, a, al + after3);
                p3 = v3.fma(x, p3);
                q3 = v3.fma(y, q3);
                al += VIRTUAL;
            }
            VectorMask<Float> inside = INDEX.compare(LT, (float) remaining);
            FloatVector x = fromArray(FLOATS, b, bi + depth);
            FloatVector y = fromArray(FLOATS, b, bi + depth + apart);
            FloatVector v0 = ZERO.blend(fromArray(FLOATS, a, al), inside);
            p0 = v0.fma(x, p0);
            q0 = v0.fma(y, q0);
            FloatVector v1 = ZERO.blend(fromArray(FLOATS, a, al + rowStep), inside);
            p1 = v1.fma(x, p1);
            q1 = v1.fma(y, q1);
            FloatVector v2 = ZERO.blend(fromArray(FLOATS, a, al + after2), inside);
            p2 = v2.fma(x, p2);
            q2 = v2.fma(y, q2);
            FloatVector v3 = ZERO.blend(fromArray(FLOATS, a, al + after3), inside);
            p3 = v3.fma(x, p3);
            q3 = v3.fma(y, q3);
            p0.intoArray(lanes, to);
            p1.intoArray(lanes, to + COUNT);
            p2.intoArray(lanes, to + 2 * COUNT);
            p3.intoArray(lanes, to + 3 * COUNT);
            q0.intoArray(lanes, to + 4 * COUNT);
            q1.intoArray(lanes, to + 5 * COUNT);
            q2.intoArray(lanes, to + 6 * COUNT);
            q3.intoArray(lanes, to + 7 * COUNT);
            ai += ROWS * rowStep;
            to += 8 * COUNT;
        }
    }

    /**
     * Adds the lanes of each block in the order of {@link LaneSums}: first two sums share a vector, then four, then
     * eight.
     */
    private static void addLanes(float[] sums, int blocks, float[] lanes) {
        int from = 0;
        for (int block = 0; block < blocks; block++) {
            FloatVector p0 = fromArray(FLOATS, lanes, from);
            FloatVector p1 = fromArray(FLOATS, lanes, from + COUNT);
            FloatVector p2 = fromArray(FLOATS, lanes, from + 2 * COUNT);
            FloatVector p3 = fromArray(FLOATS, lanes, from + 3 * COUNT);
            FloatVector q0 = fromArray(FLOATS, lanes, from + 4 * COUNT);
            FloatVector q1 = fromArray(FLOATS, lanes, from + 5 * COUNT);
            FloatVector q2 = fromArray(FLOATS, lanes, from + 6 * COUNT);
            FloatVector q3 = fromArray(FLOATS, lanes, from + 7 * COUNT);
            FloatVector e0 = p0.blend(q0.rearrange(BY_EIGHT), UPPER_EIGHT)
                    .add(p0.rearrange(BY_EIGHT).blend(q0, UPPER_EIGHT));
            FloatVector e1 = p1.blend(q1.rearrange(BY_EIGHT), UPPER_EIGHT)
                    .add(p1.rearrange(BY_EIGHT).blend(q1, UPPER_EIGHT));
            FloatVector e2 = p2.blend(q2.rearrange(BY_EIGHT), UPPER_EIGHT)
                    .add(p2.rearrange(BY_EIGHT).blend(q2, UPPER_EIGHT));
            FloatVector e3 = p3.blend(q3.rearrange(BY_EIGHT), UPPER_EIGHT)
                    .add(p3.rearrange(BY_EIGHT).blend(q3, UPPER_EIGHT));
            FloatVector f0 = e0.blend(e2.rearrange(BY_FOUR), UPPER_FOURS)
                    .add(e0.rearrange(BY_FOUR).blend(e2, UPPER_FOURS));
            FloatVector f1 = e1.blend(e3.rearrange(BY_FOUR), UPPER_FOURS)
                    .add(e1.rearrange(BY_FOUR).blend(e3, UPPER_FOURS));
            FloatVector g = f0.blend(f1.rearrange(BY_TWO), UPPER_TWOS)
                    .add(f0.rearrange(BY_TWO).blend(f1, UPPER_TWOS));
            g.add(g.rearrange(BY_ONE)).intoArray(sums, block * VIRTUAL);
            from += 8 * COUNT;
        }
    }
}
