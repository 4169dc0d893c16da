package io.credence.kernels.simd;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;

/**
 * The innermost loops of a matrix product: a block of C, a few rows by two vectors, stays in registers while k runs. Per
 * step one vector pair of B is loaded and one element of A for each row is broadcast; every accumulator is a local variable, because an
 * array of vectors would live on the heap; and they call the Vector API itself, because the compiler inlines no method of ours into so
 * large a body. That is why the methods are long and alike.
 *
 * <p>Element (i, l) of A is {@code a[ai + i * rowStep + l * depthStep]}, so A may be read in place, transposed or packed;
 * element (l, j) of B is {@code b[bi + l * bStep + j]}; element (i, j) of C is {@code c[ci + i * cStep + j]}. If
 * accumulate, the sums go on from what C holds.
 */
final class Blocks {
    /** Columns of a block. */
    static final int WIDTH = 2 * COUNT;

    /** Rows of the largest block: 24 accumulators of the 32 registers at 512 bits, 12 of 16 below. */
    static final int HEIGHT = COUNT == 16 ? 12 : 6;

    /**
     * What sums begin with when they begin at 0. A choice between two arrays, because a choice between two vectors makes the
     * compiler put vectors on the heap.
     */
    static final float[] ZEROS = new float[WIDTH];

    private Blocks() {}

    /**
     * How many rows the next block computes. A block of few rows takes as long as one of four or eight, because each sum waits for its own
     * last step; so the rows that are left are shared out without one, and the last block may compute rows that nobody wants.
     *
     * @param left rows of C that are not computed yet, at least 1
     * @param readable rows of A that can be read, wanted or not
     */
    static int height(int left, int readable) {
        int medium = HEIGHT / 3 * 2;
        int height = HEIGHT;
        if (left == 1) {
            height = 1;
        } else if (left <= 4) {
            height = 4;
        } else if (left <= medium || left > HEIGHT && left <= 2 * medium) {
            height = medium;
        }
        return height <= readable ? height : left >= 4 ? 4 : 1;
    }

    /** The block of the number of rows that {@link #height} says. */
    static void multiply(
            int rows,
            int depth,
            float[] a,
            int ai,
            int rowStep,
            int depthStep,
            float[] b,
            int bi,
            int bStep,
            float[] c,
            int ci,
            int cStep,
            boolean accumulate) {
        switch (rows) {
            case 12 -> rows12(depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
            case 8 -> rows8(depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
            case 6 -> SmallBlocks.rows6(depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
            case 4 -> SmallBlocks.rows4(depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
            default -> SmallBlocks.rows1(depth, a, ai, depthStep, b, bi, bStep, c, ci, accumulate);
        }
    }

    /** 12 rows. */
    static void rows12(
            int depth,
            float[] a,
            int ai,
            int rowStep,
            int depthStep,
            float[] b,
            int bi,
            int bStep,
            float[] c,
            int ci,
            int cStep,
            boolean accumulate) {
        float[] s = accumulate ? c : ZEROS;
        int si = accumulate ? ci : 0;
        int sStep = accumulate ? cStep : 0;
        FloatVector l0 = fromArray(FLOATS, s, si);
        FloatVector r0 = fromArray(FLOATS, s, si + COUNT);
        FloatVector l1 = fromArray(FLOATS, s, si + sStep);
        FloatVector r1 = fromArray(FLOATS, s, si + sStep + COUNT);
        FloatVector l2 = fromArray(FLOATS, s, si + 2 * sStep);
        FloatVector r2 = fromArray(FLOATS, s, si + 2 * sStep + COUNT);
        FloatVector l3 = fromArray(FLOATS, s, si + 3 * sStep);
        FloatVector r3 = fromArray(FLOATS, s, si + 3 * sStep + COUNT);
        FloatVector l4 = fromArray(FLOATS, s, si + 4 * sStep);
        FloatVector r4 = fromArray(FLOATS, s, si + 4 * sStep + COUNT);
        FloatVector l5 = fromArray(FLOATS, s, si + 5 * sStep);
        FloatVector r5 = fromArray(FLOATS, s, si + 5 * sStep + COUNT);
        FloatVector l6 = fromArray(FLOATS, s, si + 6 * sStep);
        FloatVector r6 = fromArray(FLOATS, s, si + 6 * sStep + COUNT);
        FloatVector l7 = fromArray(FLOATS, s, si + 7 * sStep);
        FloatVector r7 = fromArray(FLOATS, s, si + 7 * sStep + COUNT);
        FloatVector l8 = fromArray(FLOATS, s, si + 8 * sStep);
        FloatVector r8 = fromArray(FLOATS, s, si + 8 * sStep + COUNT);
        FloatVector l9 = fromArray(FLOATS, s, si + 9 * sStep);
        FloatVector r9 = fromArray(FLOATS, s, si + 9 * sStep + COUNT);
        FloatVector l10 = fromArray(FLOATS, s, si + 10 * sStep);
        FloatVector r10 = fromArray(FLOATS, s, si + 10 * sStep + COUNT);
        FloatVector l11 = fromArray(FLOATS, s, si + 11 * sStep);
        FloatVector r11 = fromArray(FLOATS, s, si + 11 * sStep + COUNT);
        int a1 = ai + rowStep;
        int a2 = ai + 2 * rowStep;
        int a3 = ai + 3 * rowStep;
        int a4 = ai + 4 * rowStep;
        int a5 = ai + 5 * rowStep;
        int a6 = ai + 6 * rowStep;
        int a7 = ai + 7 * rowStep;
        int a8 = ai + 8 * rowStep;
        int a9 = ai + 9 * rowStep;
        int a10 = ai + 10 * rowStep;
        int a11 = ai + 11 * rowStep;
        int along = 0;
        int bl = bi;
        for (int l = 0; l < depth; l++) {
            FloatVector left = fromArray(FLOATS, b, bl);
            FloatVector right = fromArray(FLOATS, b, bl + COUNT);
            FloatVector x0 = broadcast(FLOATS, a[ai + along]);
            l0 = x0.fma(left, l0);
            r0 = x0.fma(right, r0);
            FloatVector x1 = broadcast(FLOATS, a[a1 + along]);
            l1 = x1.fma(left, l1);
            r1 = x1.fma(right, r1);
            FloatVector x2 = broadcast(FLOATS, a[a2 + along]);
            l2 = x2.fma(left, l2);
            r2 = x2.fma(right, r2);
            FloatVector x3 = broadcast(FLOATS, a[a3 + along]);
            l3 = x3.fma(left, l3);
            r3 = x3.fma(right, r3);
            FloatVector x4 = broadcast(FLOATS, a[a4 + along]);
            l4 = x4.fma(left, l4);
            r4 = x4.fma(right, r4);
            FloatVector x5 = broadcast(FLOATS, a[a5 + along]);
            l5 = x5.fma(left, l5);
            r5 = x5.fma(right, r5);
            FloatVector x6 = broadcast(FLOATS, a[a6 + along]);
            l6 = x6.fma(left, l6);
            r6 = x6.fma(right, r6);
            FloatVector x7 = broadcast(FLOATS, a[a7 + along]);
            l7 = x7.fma(left, l7);
            r7 = x7.fma(right, r7);
            FloatVector x8 = broadcast(FLOATS, a[a8 + along]);
            l8 = x8.fma(left, l8);
            r8 = x8.fma(right, r8);
            FloatVector x9 = broadcast(FLOATS, a[a9 + along]);
            l9 = x9.fma(left, l9);
            r9 = x9.fma(right, r9);
            FloatVector x10 = broadcast(FLOATS, a[a10 + along]);
            l10 = x10.fma(left, l10);
            r10 = x10.fma(right, r10);
            FloatVector x11 = broadcast(FLOATS, a[a11 + along]);
            l11 = x11.fma(left, l11);
            r11 = x11.fma(right, r11);
            along += depthStep;
            bl += bStep;
        }
        l0.intoArray(c, ci);
        r0.intoArray(c, ci + COUNT);
        l1.intoArray(c, ci + cStep);
        r1.intoArray(c, ci + cStep + COUNT);
        l2.intoArray(c, ci + 2 * cStep);
        r2.intoArray(c, ci + 2 * cStep + COUNT);
        l3.intoArray(c, ci + 3 * cStep);
        r3.intoArray(c, ci + 3 * cStep + COUNT);
        l4.intoArray(c, ci + 4 * cStep);
        r4.intoArray(c, ci + 4 * cStep + COUNT);
        l5.intoArray(c, ci + 5 * cStep);
        r5.intoArray(c, ci + 5 * cStep + COUNT);
        l6.intoArray(c, ci + 6 * cStep);
        r6.intoArray(c, ci + 6 * cStep + COUNT);
        l7.intoArray(c, ci + 7 * cStep);
        r7.intoArray(c, ci + 7 * cStep + COUNT);
        l8.intoArray(c, ci + 8 * cStep);
        r8.intoArray(c, ci + 8 * cStep + COUNT);
        l9.intoArray(c, ci + 9 * cStep);
        r9.intoArray(c, ci + 9 * cStep + COUNT);
        l10.intoArray(c, ci + 10 * cStep);
        r10.intoArray(c, ci + 10 * cStep + COUNT);
        l11.intoArray(c, ci + 11 * cStep);
        r11.intoArray(c, ci + 11 * cStep + COUNT);
    }

    /** 8 rows. */
    static void rows8(
            int depth,
            float[] a,
            int ai,
            int rowStep,
            int depthStep,
            float[] b,
            int bi,
            int bStep,
            float[] c,
            int ci,
            int cStep,
            boolean accumulate) {
        float[] s = accumulate ? c : ZEROS;
        int si = accumulate ? ci : 0;
        int sStep = accumulate ? cStep : 0;
        FloatVector l0 = fromArray(FLOATS, s, si);
        FloatVector r0 = fromArray(FLOATS, s, si + COUNT);
        FloatVector l1 = fromArray(FLOATS, s, si + sStep);
        FloatVector r1 = fromArray(FLOATS, s, si + sStep + COUNT);
        FloatVector l2 = fromArray(FLOATS, s, si + 2 * sStep);
        FloatVector r2 = fromArray(FLOATS, s, si + 2 * sStep + COUNT);
        FloatVector l3 = fromArray(FLOATS, s, si + 3 * sStep);
        FloatVector r3 = fromArray(FLOATS, s, si + 3 * sStep + COUNT);
        FloatVector l4 = fromArray(FLOATS, s, si + 4 * sStep);
        FloatVector r4 = fromArray(FLOATS, s, si + 4 * sStep + COUNT);
        FloatVector l5 = fromArray(FLOATS, s, si + 5 * sStep);
        FloatVector r5 = fromArray(FLOATS, s, si + 5 * sStep + COUNT);
        FloatVector l6 = fromArray(FLOATS, s, si + 6 * sStep);
        FloatVector r6 = fromArray(FLOATS, s, si + 6 * sStep + COUNT);
        FloatVector l7 = fromArray(FLOATS, s, si + 7 * sStep);
        FloatVector r7 = fromArray(FLOATS, s, si + 7 * sStep + COUNT);
        int a1 = ai + rowStep;
        int a2 = ai + 2 * rowStep;
        int a3 = ai + 3 * rowStep;
        int a4 = ai + 4 * rowStep;
        int a5 = ai + 5 * rowStep;
        int a6 = ai + 6 * rowStep;
        int a7 = ai + 7 * rowStep;
        int along = 0;
        int bl = bi;
        for (int l = 0; l < depth; l++) {
            FloatVector left = fromArray(FLOATS, b, bl);
            FloatVector right = fromArray(FLOATS, b, bl + COUNT);
            FloatVector x0 = broadcast(FLOATS, a[ai + along]);
            l0 = x0.fma(left, l0);
            r0 = x0.fma(right, r0);
            FloatVector x1 = broadcast(FLOATS, a[a1 + along]);
            l1 = x1.fma(left, l1);
            r1 = x1.fma(right, r1);
            FloatVector x2 = broadcast(FLOATS, a[a2 + along]);
            l2 = x2.fma(left, l2);
            r2 = x2.fma(right, r2);
            FloatVector x3 = broadcast(FLOATS, a[a3 + along]);
            l3 = x3.fma(left, l3);
            r3 = x3.fma(right, r3);
            FloatVector x4 = broadcast(FLOATS, a[a4 + along]);
            l4 = x4.fma(left, l4);
            r4 = x4.fma(right, r4);
            FloatVector x5 = broadcast(FLOATS, a[a5 + along]);
            l5 = x5.fma(left, l5);
            r5 = x5.fma(right, r5);
            FloatVector x6 = broadcast(FLOATS, a[a6 + along]);
            l6 = x6.fma(left, l6);
            r6 = x6.fma(right, r6);
            FloatVector x7 = broadcast(FLOATS, a[a7 + along]);
            l7 = x7.fma(left, l7);
            r7 = x7.fma(right, r7);
            along += depthStep;
            bl += bStep;
        }
        l0.intoArray(c, ci);
        r0.intoArray(c, ci + COUNT);
        l1.intoArray(c, ci + cStep);
        r1.intoArray(c, ci + cStep + COUNT);
        l2.intoArray(c, ci + 2 * cStep);
        r2.intoArray(c, ci + 2 * cStep + COUNT);
        l3.intoArray(c, ci + 3 * cStep);
        r3.intoArray(c, ci + 3 * cStep + COUNT);
        l4.intoArray(c, ci + 4 * cStep);
        r4.intoArray(c, ci + 4 * cStep + COUNT);
        l5.intoArray(c, ci + 5 * cStep);
        r5.intoArray(c, ci + 5 * cStep + COUNT);
        l6.intoArray(c, ci + 6 * cStep);
        r6.intoArray(c, ci + 6 * cStep + COUNT);
        l7.intoArray(c, ci + 7 * cStep);
        r7.intoArray(c, ci + 7 * cStep + COUNT);
    }
}
