package io.credence.kernels.simd.product;

import static io.credence.kernels.simd.Lanes.COUNT;

/**
 * The innermost loops of a matrix product: a block of C, a few rows by two or four vectors, stays in registers while k runs. Per
 * step so many vectors of B are loaded and one element of A for each row is broadcast; every accumulator is a local variable, because an
 * array of vectors would live on the heap; and they call the Vector API itself, because the compiler inlines no method of ours into so
 * large a body. That is why the methods of {@link PairBlocks} and {@link QuadBlocks} are long and alike.
 *
 * <p>Element (i, l) of A is {@code a[ai + i * rowStep + l * depthStep]}, so A may be read in place, transposed or packed;
 * element (l, j) of B is {@code b[bi + l * bStep + j]}; element (i, j) of C is {@code c[ci + i * cStep + j]}. If
 * accumulate, the sums go on from what C holds.
 */
final class Blocks {
    /** Columns of a narrow block. */
    static final int PAIR = 2 * COUNT;

    /** Columns of the widest block: four vectors where there are 32 registers, as there are of 512 bits. */
    static final int WIDTH = COUNT == 16 ? 4 * COUNT : PAIR;

    private static final int PAIR_ROWS = COUNT == 16 ? 8 : 6;

    /** Rows of the largest block that is {@link #WIDTH} wide. */
    static final int HEIGHT = WIDTH == PAIR ? PAIR_ROWS : 5;

    /** Floats of the largest block. */
    static final int AREA = Math.max(HEIGHT * WIDTH, PAIR_ROWS * PAIR);

    /**
     * What sums begin with when they begin at 0. A choice between two arrays, because a choice between two vectors makes the
     * compiler put vectors on the heap.
     */
    static final float[] ZEROS = new float[4 * COUNT];

    private Blocks() {}

    /** How many of so many columns are computed {@link #WIDTH} at a time; those that are left fit into a {@link #PAIR}. */
    static int wideColumns(int columns) {
        int rest = columns % WIDTH;
        return rest > PAIR || WIDTH == PAIR ? columns : columns - rest;
    }

    /**
     * How many rows the next block computes: four until what is left is a multiple of the most, so that none is computed in vain. Where so few are left
     * that this cannot be, the last block computes rows that nobody wants.
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

    /** The block of the width and the number of rows that {@link #height} says. */
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
