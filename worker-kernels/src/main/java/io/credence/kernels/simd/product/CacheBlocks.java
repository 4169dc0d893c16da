package io.credence.kernels.simd.product;

/**
 * The sizes of the blocks into which a product is divided, so that each part is read again from a near cache (Goto and
 * van de Geijn 2008): a panel of B, as wide as a register block, stays in the first-level cache while all rows of a
 * block of A are multiplied by it, and the block of A stays in the second-level cache while the panels change.
 *
 * @param depth the maximum number of steps of k between two visits to C
 * @param rows rows of A whose elements at one depth stay in the second-level cache
 * @param columns columns of B that are packed at one time
 * @param nearFloats an operand that spans at most this many floats is read from the first-level cache as it lies
 * @param spanFloats a transposed A that spans at most this many floats at one depth is read in place
 */
record CacheBlocks(int depth, int rows, int columns, int nearFloats, int spanFloats) {
    /** With fewer steps, loading and storing the sums of a register block takes a large part of the time. */
    private static final int LEAST_DEPTH = 128;

    /** Packed columns of B, which the third-level cache or memory provides in long runs. */
    private static final int PACKED_BYTES = 1 << 20;

    /** Returns the blocks for register blocks of the given width and packed panels of the given number of rows. */
    static CacheBlocks of(CacheSizes caches, int width, int panelRows) {
        int fitting = caches.firstLevel() / 4 * 3 / (Float.BYTES * width);
        int depth = Math.max(LEAST_DEPTH, fitting / 16 * 16);
        int rows = caches.secondLevel() / 2 / (Float.BYTES * depth);
        int columns = PACKED_BYTES / (Float.BYTES * depth);
        return new CacheBlocks(
                depth,
                Math.max(1, rows / panelRows) * panelRows,
                Math.max(1, columns / width) * width,
                caches.firstLevel() / 2 / Float.BYTES,
                caches.secondLevel() / 4 / Float.BYTES);
    }
}
