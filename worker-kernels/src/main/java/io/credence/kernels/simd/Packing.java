package io.credence.kernels.simd;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.fromArray;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/** Copies of parts of an operand, laid out in the order in which {@link Blocks} read them. */
final class Packing {
    private static final VectorShuffle<Float> BY_EIGHT = exchange(8);
    private static final VectorShuffle<Float> BY_FOUR = exchange(4);
    private static final VectorShuffle<Float> BY_TWO = exchange(2);
    private static final VectorShuffle<Float> BY_ONE = exchange(1);
    private static final VectorMask<Float> UPPER_EIGHT = upper(8);
    private static final VectorMask<Float> UPPER_FOURS = upper(4);
    private static final VectorMask<Float> UPPER_TWOS = upper(2);
    private static final VectorMask<Float> UPPER_ONES = upper(1);

    private Packing() {}

    /** Rows [rows, depth], step apart, in the order in which they are. */
    static void rows(float[] panel, int step, float[] a, int from, int stride, int rows, int depth) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(a, from + r * stride, panel, r * step, depth);
        }
    }

    /** A panel of a transposed operand: columns [depth, rows] of a, each step of k in {@link Blocks#HEIGHT} floats. */
    static void transposedRows(float[] panels, int panelStep, float[] a, int from, int stride, int rows, int depth) {
        // Whole vectors may read and write beyond the rows: what they write there, the next step of k overwrites.
        for (int l = 0; l < depth; l++) {
            int at = from + l * stride;
            int to = l * Blocks.HEIGHT;
            int i = 0;
            for (; i < rows && at + i + 2 * COUNT <= a.length; i += Blocks.HEIGHT) {
                fromArray(FLOATS, a, at + i).intoArray(panels, to);
                if (COUNT < Blocks.HEIGHT) {
                    fromArray(FLOATS, a, at + i + COUNT).intoArray(panels, to + COUNT);
                }
                to += panelStep;
            }
            for (; i < rows; i += Blocks.HEIGHT) {
                System.arraycopy(a, at + i, panels, to, Math.min(Blocks.HEIGHT, rows - i));
                to += panelStep;
            }
        }
    }

    /**
     * Panels of {@link Blocks#WIDTH} columns, one after the other, each [depth, WIDTH]; zeros where the last panel reaches
     * beyond the matrix.
     *
     * @param from where element (0, 0) of the part stands; rows are stride apart
     */
    static void columns(float[] panels, float[] b, int from, int stride, int depth, int columns) {
        int whole = columns - columns % Blocks.WIDTH;
        for (int j = 0; j < whole; j += Blocks.WIDTH) {
            for (int l = 0; l < depth; l++) {
                int to = j * depth + l * Blocks.WIDTH;
                int source = from + l * stride + j;
                fromArray(FLOATS, b, source).intoArray(panels, to);
                fromArray(FLOATS, b, source + COUNT).intoArray(panels, to + COUNT);
            }
        }
        for (int l = 0; whole < columns && l < depth; l++) {
            int to = whole * depth + l * Blocks.WIDTH;
            System.arraycopy(b, from + l * stride + whole, panels, to, columns - whole);
            Arrays.fill(panels, to + columns - whole, to + Blocks.WIDTH, 0f);
        }
    }

    /**
     * The same panels of the transpose of b: element (l, j) stands at from + j stride + l.
     *
     * @param square room for a block of {@link Lanes#COUNT} rows of {@link Lanes#COUNT}
     */
    static void transposedColumns(
            float[] panels, float[] b, int from, int stride, int depth, int columns, float[] square) {
        for (int j = 0; j < columns; j += Blocks.WIDTH) {
            int panel = j * depth;
            int width = Math.min(Blocks.WIDTH, columns - j);
            if (width < Blocks.WIDTH) {
                Arrays.fill(panels, panel, panel + depth * Blocks.WIDTH, 0f);
            }
            int wholeColumns = width - width % COUNT;
            int wholeDepth = depth - depth % COUNT;
            for (int jj = 0; jj < wholeColumns; jj += COUNT) {
                for (int l = 0; l < wholeDepth; l += COUNT) {
                    transpose(panels, panel + l * Blocks.WIDTH + jj, b, from + (j + jj) * stride + l, stride, square);
                }
            }
            for (int jj = 0; jj < width; jj++) {
                for (int l = jj < wholeColumns ? wholeDepth : 0; l < depth; l++) {
                    panels[panel + l * Blocks.WIDTH + jj] = b[from + (j + jj) * stride + l];
                }
            }
        }
    }

    /**
     * A square of so many rows as a vector has lanes: for each power of two, halves of pairs of rows change places. The two passes share
     * their work so that four rows at a time are in registers.
     */
    private static void transpose(float[] panel, int to, float[] b, int from, int stride, float[] square) {
        if (COUNT == 16) {
            for (int i = 0; i < 4; i++) {
                int at = from + i * stride;
                FloatVector p = fromArray(FLOATS, b, at);
                FloatVector q = fromArray(FLOATS, b, at + 4 * stride);
                FloatVector r = fromArray(FLOATS, b, at + 8 * stride);
                FloatVector s = fromArray(FLOATS, b, at + 12 * stride);
                FloatVector pr = p.blend(r.rearrange(BY_EIGHT), UPPER_EIGHT);
                FloatVector rp = p.rearrange(BY_EIGHT).blend(r, UPPER_EIGHT);
                FloatVector qs = q.blend(s.rearrange(BY_EIGHT), UPPER_EIGHT);
                FloatVector sq = q.rearrange(BY_EIGHT).blend(s, UPPER_EIGHT);
                pr.blend(qs.rearrange(BY_FOUR), UPPER_FOURS).intoArray(square, i * COUNT);
                pr.rearrange(BY_FOUR).blend(qs, UPPER_FOURS).intoArray(square, (i + 4) * COUNT);
                rp.blend(sq.rearrange(BY_FOUR), UPPER_FOURS).intoArray(square, (i + 8) * COUNT);
                rp.rearrange(BY_FOUR).blend(sq, UPPER_FOURS).intoArray(square, (i + 12) * COUNT);
            }
        } else if (COUNT == 8) {
            for (int i = 0; i < 4; i++) {
                FloatVector p = fromArray(FLOATS, b, from + i * stride);
                FloatVector q = fromArray(FLOATS, b, from + (i + 4) * stride);
                p.blend(q.rearrange(BY_FOUR), UPPER_FOURS).intoArray(square, i * COUNT);
                p.rearrange(BY_FOUR).blend(q, UPPER_FOURS).intoArray(square, (i + 4) * COUNT);
            }
        } else {
            for (int i = 0; i < COUNT; i++) {
                fromArray(FLOATS, b, from + i * stride).intoArray(square, i * COUNT);
            }
        }
        for (int i = 0; i < COUNT; i += 4) {
            FloatVector p = fromArray(FLOATS, square, i * COUNT);
            FloatVector q = fromArray(FLOATS, square, (i + 1) * COUNT);
            FloatVector r = fromArray(FLOATS, square, (i + 2) * COUNT);
            FloatVector s = fromArray(FLOATS, square, (i + 3) * COUNT);
            FloatVector pr = p.blend(r.rearrange(BY_TWO), UPPER_TWOS);
            FloatVector rp = p.rearrange(BY_TWO).blend(r, UPPER_TWOS);
            FloatVector qs = q.blend(s.rearrange(BY_TWO), UPPER_TWOS);
            FloatVector sq = q.rearrange(BY_TWO).blend(s, UPPER_TWOS);
            int at = to + i * Blocks.WIDTH;
            pr.blend(qs.rearrange(BY_ONE), UPPER_ONES).intoArray(panel, at);
            pr.rearrange(BY_ONE).blend(qs, UPPER_ONES).intoArray(panel, at + Blocks.WIDTH);
            rp.blend(sq.rearrange(BY_ONE), UPPER_ONES).intoArray(panel, at + 2 * Blocks.WIDTH);
            rp.rearrange(BY_ONE).blend(sq, UPPER_ONES).intoArray(panel, at + 3 * Blocks.WIDTH);
        }
    }

    private static VectorShuffle<Float> exchange(int distance) {
        return VectorShuffle.fromOp(FLOATS, i -> (i ^ distance) % COUNT);
    }

    private static VectorMask<Float> upper(int distance) {
        boolean[] lanes = new boolean[COUNT];
        for (int i = 0; i < COUNT; i++) {
            lanes[i] = (i & distance) != 0;
        }
        return VectorMask.fromArray(FLOATS, lanes, 0);
    }
}
