/**
 * Matrix products in single precision on one or several threads, with bits that depend on neither blocking nor threads.
 *
 * <p>{@link io.credence.kernels.simd.product.Gemm} is the entry point: it checks shapes and splits the rows of C over
 * its threads, a {@code Team}. Each thread runs a {@code Product}, which divides its rows into blocks that fit the
 * caches (Goto and van de Geijn 2008). {@code Blocks} chooses the size of a register block; {@code QuadBlocks} and
 * {@code PairBlocks} compute it, four or two vectors wide. {@code Packing} copies the parts of A and B that would be
 * read with large strides.
 *
 * <p>Two shapes have special loops: {@code DotProducts} computes results with a few columns, and {@code NarrowProduct}
 * results with at most one vector of columns.
 *
 * <p>Reading order: Gemm, Transposition, Product, Blocks, PairBlocks, Packing; then DotProducts, NarrowProduct and
 * Team.
 */
package io.credence.kernels.simd.product;
