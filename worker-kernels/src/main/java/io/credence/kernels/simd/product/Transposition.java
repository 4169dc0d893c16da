package io.credence.kernels.simd.product;

/** The operand of a matrix product that is read transposed. */
public enum Transposition {
    /** C = A B, with A [m, k] and B [k, n]. */
    NONE,
    /** C = A^T B, with A [k, m] and B [k, n]: a dense layer's weight gradient. */
    LEFT,
    /** C = A B^T, with A [m, k] and B [n, k]: a dense layer's input gradient. */
    RIGHT
}
