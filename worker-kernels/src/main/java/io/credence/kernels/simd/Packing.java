package io.credence.kernels.simd;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.fromArray;

import java.util.Arrays;

/** Copies of parts of an operand, laid out in the order in which {@link Blocks} read them. */
final class Packing {
    private Packing() {}

    /** Rows [rows, depth], step apart, in the order in which they are. */
    static void rows(float[] panel, int step, float[] a, int from, int stride, int rows, int depth) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(a, from + r * stride, panel, r * step, depth);
        }
    }

    /** A panel of a transposed operand: columns [depth, rows] of a, each step of k in {@link Blocks#HEIGHT} floats. */
    static void transposedRows(float[] panel, float[] a, int from, int stride, int rows, int depth) {
        // Whole vectors may read and write beyond the rows: what they write there, the next step of k overwrites.
        int whole = Math.max(0, Math.min(depth, (a.length - from - 2 * COUNT) / stride));
        for (int l = 0; l < Math.min(whole, depth - 4); l++) {
            fromArray(FLOATS, a, from + l * stride).intoArray(panel, l * Blocks.HEIGHT);
            if (COUNT < Blocks.HEIGHT) {
                fromArray(FLOATS, a, from + l * stride + COUNT).intoArray(panel, l * Blocks.HEIGHT + COUNT);
            }
        }
        for (int l = Math.max(0, Math.min(whole, depth - 4)); l < depth; l++) {
            for (int r = 0; r < rows; r++) {
                panel[l * Blocks.HEIGHT + r] = a[from + l * stride + r];
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

    /** The same panels of the transpose of b: element (l, j) stands at from + j stride + l. */
    static void transposedColumns(float[] panels, float[] b, int from, int stride, int depth, int columns) {
        int panel = 0;
        for (int j = 0; j < columns; j += Blocks.WIDTH) {
            int width = Math.min(Blocks.WIDTH, columns - j);
            if (width < Blocks.WIDTH) {
                Arrays.fill(panels, panel, panel + depth * Blocks.WIDTH, 0f);
            }
            int whole = width - width % 4;
            for (int jj = 0; jj < whole; jj += 4) {
                fourColumns(panels, panel + jj, b, from + (j + jj) * stride, stride, depth);
            }
            for (int jj = whole; jj < width; jj++) {
                for (int l = 0; l < depth; l++) {
                    panels[panel + l * Blocks.WIDTH + jj] = b[from + (j + jj) * stride + l];
                }
            }
            panel += depth * Blocks.WIDTH;
        }
    }

    /** Four at a time, so that every line of a panel is visited a quarter as often. */
    private static void fourColumns(float[] panel, int to, float[] b, int from, int stride, int depth) {
        int second = from + stride;
        int third = second + stride;
        int fourth = third + stride;
        for (int l = 0; l < depth; l++) {
            int at = to + l * Blocks.WIDTH;
            panel[at] = b[from + l];
            panel[at + 1] = b[second + l];
            panel[at + 2] = b[third + l];
            panel[at + 3] = b[fourth + l];
        }
    }
}
