package io.credence.kernels.simd.product;

import static io.credence.kernels.simd.Lanes.COUNT;

/**
 * The innermost loops of a matrix product: a block of C, a few rows by two or four vectors, stays in registers while k
 * runs. Each step loads those vectors of B and broadcasts one element of A for each row. Every accumulator is a local
 * variable, and the loops of {@link PairBlocks} and {@link QuadBlocks} call the Vector API directly;
 * {@link io.credence.kernels.simd} explains why.
 *
 * <p>Element (i, l) of A is {@code a[ai + i * rowStep + l * depthStep]}, so A may be read in place, transposed or
 * packed. Element (l, j) of B is {@code b[bi + l * bStep + j]}, and element (i, j) of C is
 * {@code c[ci + i * cStep + j]}. With {@code accumulate} the sums start at the elements of C, otherwise at 0.
 */
final class Blocks {
    /** Columns of a narrow block. */
    static final int PAIR = 2 * COUNT;

    /**
     * Columns of the widest block: four vectors on machines with 32 registers, which those with 512-bit vectors have.
     */
    static final int WIDTH = COUNT == 16 ? 4 * COUNT : PAIR;

    private static final int PAIR_ROWS = COUNT == 16 ? 8 : 6;

    /** Rows of the tallest block of {@link #WIDTH} columns. */
    static final int HEIGHT = WIDTH == PAIR ? PAIR_ROWS : 5;

    /** Elements of the largest block. */
    static final int AREA = Math.max(HEIGHT * WIDTH, PAIR_ROWS * PAIR);

    /**
     * The initial value of sums that start at 0. The loops choose between two arrays, because a choice between two
     * vectors makes the compiler put vectors on the heap.
     */
    static final float[] ZEROS = new float[4 * COUNT];

    private Blocks() {}

    /**
     * Returns how many of the given columns are computed {@link #WIDTH} at a time; the rest fits into a {@link #PAIR}.
     */
    static int wideColumns(int columns) {
        int rest = columns % WIDTH;
        return rest > PAIR || WIDTH == PAIR ? columns : columns - rest;
    }

    /**
     * Returns the number of rows of the next block: four until the remaining rows are a multiple of the tallest block,
     * so that no surplus row is computed. With too few rows left for that, the last block computes surplus rows.
     *
     * @param width PAIR or WIDTH
     * @param left rows of C that are not computed yet, at least 1
     */
    static int height(int width, int left) {
        // Constants, because a division by anything else takes longer than a step of a block.
        return width == PAIR ? heightOfMost(PAIR_ROWS, left) : heightOfMost(HEIGHT, left);
    }

    private static int heightOfMost(int most, int left) {
        if (left <= 4) {
            return left == 1 ? 1 : 4;
        }
        int lacking = (most - left % most) % most;
        int fours = lacking / (most - 4);
        boolean inFours = lacking > 0 && lacking % (most - 4) == 0 && 4 * fours <= left;
        return inFours ? 4 : most;
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
            switch (rows) {
                case 8 -> PairBlocks.rows8(depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
                case 6 -> PairBlocks.rows6(depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
                case 4 -> PairBlocks.rows4(depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
                default -> PairBlocks.rows1(depth, a, ai, depthStep, b, bi, bStep, c, ci, accumulate);
            }
        } else {
            switch (rows) {
                case 5 -> QuadBlocks.rows5(depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
                case 4 -> QuadBlocks.rows4(depth, a, ai, rowStep, depthStep, b, bi, bStep, c, ci, cStep, accumulate);
                default -> QuadBlocks.rows1(depth, a, ai, depthStep, b, bi, bStep, c, ci, accumulate);
            }
        }
    }
}
