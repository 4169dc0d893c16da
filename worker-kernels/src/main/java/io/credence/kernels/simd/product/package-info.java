/**
 * Matrix products in single precision on one or several threads, with bits that depend on neither blocking nor threads.
 *
 * <p>{@link io.credence.kernels.simd.product.Gemm} is the entry point: it checks shapes and splits the rows of C over
 * its threads, a {@code Team}. Each thread runs a {@code Product}, which divides its rows into blocks that fit the
 * caches (Goto and van de Geijn 2008); {@code CacheBlocks} derives their sizes from the machine's {@code CacheSizes}.
 * {@code Blocks} chooses the size of a register block. {@code BlockLoops} computes it: the build writes this class with
 * {@code RegisterBlockGenerator}, from one description of a block. {@code Packing} copies the parts
 * of A and B that would be read with large strides. The members of a {@code MatrixStack} are multiplied in one call.
 *
 * <p>Two shapes have special loops: {@code DotProducts} computes results with a few columns, and {@code NarrowProduct}
 * results with at most one vector of columns.
 *
 * <p>Reading order: Gemm, Transposition, Product, CacheBlocks, Blocks, Packing, MatrixStack; then DotProducts,
 * NarrowProduct and Team.
 */
package io.credence.kernels.simd.product;
