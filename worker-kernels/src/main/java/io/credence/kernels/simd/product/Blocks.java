package io.credence.kernels.simd.product;

import static io.credence.kernels.simd.Lanes.COUNT;

/**
 * The innermost loops of a matrix product: a block of C, a few rows by two to four vectors, stays in registers while k
 * runs. Each step loads those vectors of B and broadcasts one element of A for each row. {@code BlockLoops}, which
 * {@code RegisterBlockGenerator} writes from one description, has a loop for each number of rows and vectors.
 *
 * <p>A block of r rows by v vectors needs up to r v + v + r registers, in whatever order the compiler schedules a step:
 * the sums, the vectors of B, and the elements of A. So machines with 32 registers, which those with 512-bit vectors
 * have, use five rows by four vectors, and those with 16 three by three. What is left over at the right of C is
 * computed in blocks of two vectors.
 *
 * <p>Element (i, l) of A is {@code a[ai + i * rowStep + l * depthStep]}, so A may be read in place, transposed or
 * packed. Element (l, j) of B is {@code b[bi + l * bStep + j]}, and element (i, j) of C is
 * {@code c[ci + i * cStep + j]}. With {@code accumulate} the sums start at the elements of C, otherwise at 0.
 */
final class Blocks {
    /** Whether the machine has 32 vector registers. */
    private static final boolean MANY_REGISTERS = COUNT == 16;

    /** Columns of a narrow block. */
    static final int PAIR = 2 * COUNT;

    /** Columns of a wide block. */
    static final int WIDTH = MANY_REGISTERS ? 4 * COUNT : 3 * COUNT;

    /** Rows of the tallest block of {@link #WIDTH} columns. */
    static final int HEIGHT = MANY_REGISTERS ? 5 : 3;

    private static final int PAIR_HEIGHT = MANY_REGISTERS ? 8 : 4;

    /** Elements of the largest block. */
    static final int AREA = Math.max(HEIGHT * WIDTH, PAIR_HEIGHT * PAIR);

    /**
     * The initial value of sums that start at 0. The loops choose between two arrays, because a choice between two
     * vectors makes the compiler put vectors on the heap.
     */
    static final float[] ZEROS = new float[4 * COUNT];

    private Blocks() {}

    /**
     * Returns how many of the given columns are computed {@link #WIDTH} at a time: all that leave a multiple of {@link
     * #PAIR} over, where a partly filled vector counts as a whole one.
     */
    static int wideColumns(int columns) {
        int vectors = (columns + COUNT - 1) / COUNT;
        int inPairs = MANY_REGISTERS ? (vectors % 4 == 3 ? 0 : vectors % 4) : 2 * (3 - vectors % 3) % 6;
        return inPairs == 0 ? columns : Math.max(0, vectors - inPairs) * COUNT;
    }

    /**
     * Returns the number of rows of the next block: the tallest, except that the rows of the last two are dealt evenly.
     *
     * @param width PAIR or WIDTH
     * @param left rows of C that are not computed yet, at least 1
     */
    static int height(int width, int left) {
        int tallest = width == PAIR ? PAIR_HEIGHT : HEIGHT;
        if (left <= tallest) {
            return left;
        }
        return left >= 2 * tallest ? tallest : (left + 1) / 2;
    }

    /** Computes the block of the given width and of the number of rows that {@link #height} returned. */
    static void multiply(
            int width,
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
        if (width == PAIR) {
            pairs(rows, depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
        } else if (MANY_REGISTERS) {
            quads(rows, depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
        } else {
            triples(rows, depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
        }
    }

    private static void pairs(
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
            case 8 ->
                BlockLoops.rows8Vectors2(depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
            case 7 ->
                BlockLoops.rows7Vectors2(depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
            case 6 ->
                BlockLoops.rows6Vectors2(depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
            case 5 ->
                BlockLoops.rows5Vectors2(depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
            case 4 ->
                BlockLoops.rows4Vectors2(depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
            case 3 ->
                BlockLoops.rows3Vectors2(depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
            case 2 ->
                BlockLoops.rows2Vectors2(depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
            default ->
                BlockLoops.rows1Vectors2(depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
        }
    }

    private static void triples(
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
            case 3 ->
                BlockLoops.rows3Vectors3(depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
            case 2 ->
                BlockLoops.rows2Vectors3(depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
            default ->
                BlockLoops.rows1Vectors3(depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
        }
    }

    private static void quads(
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
            case 5 ->
                BlockLoops.rows5Vectors4(depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
            case 4 ->
                BlockLoops.rows4Vectors4(depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
            case 3 ->
                BlockLoops.rows3Vectors4(depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
            case 2 ->
                BlockLoops.rows2Vectors4(depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
            default ->
                BlockLoops.rows1Vectors4(depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
        }
    }
}
