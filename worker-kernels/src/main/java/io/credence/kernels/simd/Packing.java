package io.credence.kernels.simd;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static io.credence.kernels.simd.Lanes.load;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

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
            load(a, from + l * stride).intoArray(panel, l * Blocks.HEIGHT);
            if (COUNT < Blocks.HEIGHT) {
                load(a, from + l * stride + COUNT).intoArray(panel, l * Blocks.HEIGHT + COUNT);
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
                load(b, source).intoArray(panels, to);
                load(b, source + COUNT).intoArray(panels, to + COUNT);
            }
        }
        for (int l = 0; whole < columns && l < depth; l++) {
            int to = whole * depth + l * Blocks.WIDTH;
            System.arraycopy(b, from + l * stride + whole, panels, to, columns - whole);
            Arrays.fill(panels, to + columns - whole, to + Blocks.WIDTH, 0f);
        }
    }

    /** The same panels of the transpose of b: element (l, j) stands at from + j stride + l. */
    static void transposedColumns(
            float[] panels, float[] b, int from, int stride, int depth, int columns, float[] scratch) {
        for (int j = 0; j < columns; j += COUNT) {
            int panel = j / Blocks.WIDTH * Blocks.WIDTH * depth + j % Blocks.WIDTH;
            int width = Math.min(COUNT, columns - j);
            int whole = width == COUNT ? depth - depth % COUNT : 0;
            for (int l = 0; l < whole; l += COUNT) {
                transpose(panels, panel + l * Blocks.WIDTH, b, from + j * stride + l, stride, scratch);
            }
            for (int l = whole; l < depth; l++) {
                for (int jj = 0; jj < width; jj++) {
                    panels[panel + l * Blocks.WIDTH + jj] = b[from + (j + jj) * stride + l];
                }
            }
        }
        zeroBeyond(panels, depth, columns);
    }

    private static void zeroBeyond(float[] panels, int depth, int columns) {
        int rest = columns % Blocks.WIDTH;
        for (int l = 0; rest > 0 && l < depth; l++) {
            int to = (columns - rest) * depth + l * Blocks.WIDTH;
            Arrays.fill(panels, to + rest, to + Blocks.WIDTH, 0f);
        }
    }

    private static final VectorShuffle<Float> BY_8 = exchange(8 % COUNT);
    private static final VectorShuffle<Float> BY_4 = exchange(4 % COUNT);
    private static final VectorShuffle<Float> BY_2 = exchange(2);
    private static final VectorShuffle<Float> BY_1 = exchange(1);
    private static final VectorMask<Float> BIT_8 = lanesWith(8 % COUNT);
    private static final VectorMask<Float> BIT_4 = lanesWith(4 % COUNT);
    private static final VectorMask<Float> BIT_2 = lanesWith(2);
    private static final VectorMask<Float> BIT_1 = lanesWith(1);

    /** A square of COUNT x COUNT: each stage exchanges one bit of the row's number with the same bit of the lane's. */
    private static void transpose(float[] to, int t, float[] from, int f, int stride, float[] scratch) {
        switch (COUNT) {
            case 16 -> {
                stage(8, scratch, 0, COUNT, from, f, stride, BY_8, BIT_8);
                stage(4, scratch, 0, COUNT, scratch, 0, COUNT, BY_4, BIT_4);
                stage(2, scratch, 0, COUNT, scratch, 0, COUNT, BY_2, BIT_2);
            }
            case 8 -> {
                stage(4, scratch, 0, COUNT, from, f, stride, BY_4, BIT_4);
                stage(2, scratch, 0, COUNT, scratch, 0, COUNT, BY_2, BIT_2);
            }
            default -> stage(2, scratch, 0, COUNT, from, f, stride, BY_2, BIT_2);
        }
        stage(1, to, t, Blocks.WIDTH, scratch, 0, COUNT, BY_1, BIT_1);
    }

    private static void stage(
            int bit,
            float[] to,
            int t,
            int toStride,
            float[] from,
            int f,
            int fromStride,
            VectorShuffle<Float> exchange,
            VectorMask<Float> set) {
        for (int pair = 0; pair < COUNT / 2; pair++) {
            int low = (pair & -bit) * 2 + (pair & (bit - 1));
            int high = low + bit;
            FloatVector x = load(from, f + low * fromStride);
            FloatVector y = load(from, f + high * fromStride);
            x.blend(y.rearrange(exchange), set).intoArray(to, t + low * toStride);
            x.rearrange(exchange).blend(y, set).intoArray(to, t + high * toStride);
        }
    }

    private static VectorShuffle<Float> exchange(int bit) {
        return VectorShuffle.fromOp(FLOATS, lane -> lane ^ bit);
    }

    private static VectorMask<Float> lanesWith(int bit) {
        boolean[] set = new boolean[COUNT];
        for (int lane = 0; lane < COUNT; lane++) {
            set[lane] = (lane & bit) != 0;
        }
        return VectorMask.fromArray(FLOATS, set, 0);
    }
}
