package io.credence.kernels.simd.product;

import static io.credence.kernels.simd.LaneExchanges.BY_EIGHT;
import static io.credence.kernels.simd.LaneExchanges.BY_FOUR;
import static io.credence.kernels.simd.LaneExchanges.BY_ONE;
import static io.credence.kernels.simd.LaneExchanges.BY_TWO;
import static io.credence.kernels.simd.LaneExchanges.UPPER_EIGHT;
import static io.credence.kernels.simd.LaneExchanges.UPPER_FOURS;
import static io.credence.kernels.simd.LaneExchanges.UPPER_ONES;
import static io.credence.kernels.simd.LaneExchanges.UPPER_TWOS;
import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.credence.kernels.simd.Lanes;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Copies of parts of an operand, in the order in which {@link Blocks} reads them. */
final class Packing {
    /** Rows of a packed panel of A^T: as many blocks as fit into a vector, at least one. */
    static final int PANEL = Math.max(1, COUNT / Blocks.HEIGHT) * Blocks.HEIGHT;

    private Packing() {}

    /**
     * Packs columns of a transposed operand, [depth, rows], into panels of {@link #PANEL} rows. A panel stores its rows
     * for one step of k, then for the next.
     */
    static void transposedRows(float[] panels, int panelStep, float[] a, int from, int stride, int rows, int depth) {
        // Whole vectors may read and write beyond the rows; the next step of k overwrites the surplus.
        for (int l = 0; l < depth; l++) {
            int at = from + l * stride;
            int to = l * PANEL;
            int i = 0;
            for (; i < rows && at + i + 2 * COUNT <= a.length; i += PANEL) {
                fromArray(FLOATS, a, at + i).intoArray(panels, to);
                if (COUNT < PANEL) {
                    fromArray(FLOATS, a, at + i + COUNT).intoArray(panels, to + COUNT);
                }
                to += panelStep;
            }
            for (; i < rows; i += PANEL) {
                System.arraycopy(a, at + i, panels, to, Math.min(PANEL, rows - i));
                to += panelStep;
            }
        }
    }

    /**
     * Packs columns into consecutive panels, each [depth, width]. The first {@link Blocks#wideColumns} columns go into
     * panels of width {@link Blocks#WIDTH}, the rest into panels of width {@link Blocks#PAIR}. Zeros fill the part
     * of the last panel that extends beyond the matrix.
     *
     * @param from the index of element (0, 0) of the part, whose rows are {@code stride} apart
     */
    static void columns(float[] panels, float[] b, int from, int stride, int depth, int columns) {
        int wide = Blocks.wideColumns(columns);
        int width;
        for (int j = 0; j < columns; j += width) {
            width = j < wide ? Blocks.WIDTH : Blocks.PAIR;
            if (j + width <= columns) {
                wholePanel(panels, j * depth, width, b, from + j, stride, depth);
            } else {
                for (int l = 0; l < depth; l++) {
                    int to = j * depth + l * width;
                    System.arraycopy(b, from + l * stride + j, panels, to, columns - j);
                    Arrays.fill(panels, to + columns - j, to + width, 0f);
                }
            }
        }
    }

    private static void wholePanel(float[] panels, int to, int width, float[] b, int from, int stride, int depth) {
        for (int l = 0; l < depth; l++) {
            for (int v = 0; v < width; v += COUNT) {
                fromArray(FLOATS, b, from + l * stride + v).intoArray(panels, to + l * width + v);
            }
        }
    }

    /**
     * Packs the same panels of the transpose of b: element (l, j) is at from + j stride + l.
     *
     * @param square scratch space for {@link Lanes#COUNT} rows of {@link Lanes#COUNT} elements
     */
    static void transposedColumns(
            float[] panels, float[] b, int from, int stride, int depth, int columns, float[] square) {
        int wide = Blocks.wideColumns(columns);
        int step;
        for (int j = 0; j < columns; j += step) {
            step = j < wide ? Blocks.WIDTH : Blocks.PAIR;
            int panel = j * depth;
            int width = Math.min(step, columns - j);
            if (width < step) {
                Arrays.fill(panels, panel, panel + depth * step, 0f);
            }
            int wholeColumns = width - width % COUNT;
            int wholeDepth = depth - depth % COUNT;
            for (int jj = 0; jj < wholeColumns; jj += COUNT) {
                for (int l = 0; l < wholeDepth; l += COUNT) {
                    transpose(panels, panel + l * step + jj, step, b, from + (j + jj) * stride + l, stride, square);
                }
            }
            for (int jj = 0; jj < width; jj++) {
                for (int l = jj < wholeColumns ? wholeDepth : 0; l < depth; l++) {
                    panels[panel + l * step + jj] = b[from + (j + jj) * stride + l];
                }
            }
        }
    }

    /**
     * Transposes a square block with one row for each lane of a vector: for each power of two, pairs of rows exchange
     * halves. The work is divided into two passes so that four rows at a time are in registers.
     */
    private static void transpose(float[] panel, int to, int step, float[] b, int from, int stride, float[] square) {
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
            int at = to + i * step;
            pr.blend(qs.rearrange(BY_ONE), UPPER_ONES).intoArray(panel, at);
            pr.rearrange(BY_ONE).blend(qs, UPPER_ONES).intoArray(panel, at + step);
            rp.blend(sq.rearrange(BY_ONE), UPPER_ONES).intoArray(panel, at + 2 * step);
            rp.rearrange(BY_ONE).blend(sq, UPPER_ONES).intoArray(panel, at + 3 * step);
        }
    }
}
