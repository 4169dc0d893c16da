/**
 * Random numbers that are functions of a seed and a position, so that every draw can be repeated anywhere and in any
 * order.
 *
 * <p>{@link io.credence.kernels.random.Philox} is the counter-based generator.
 * {@link io.credence.kernels.random.RandomStream} is a sequence of its numbers, identified by seed,
 * {@link io.credence.kernels.random.Purpose} and index. {@link io.credence.kernels.random.Seeds} derives one seed from
 * another, and {@link io.credence.kernels.random.RowKeys} hashes the features of a row to a key. Dropout masks and
 * weight noise of whole layers are in {@code io.credence.kernels.simd.noise}.
 *
 * <p>Reading order: Philox, RandomStream, Purpose, Seeds, RowKeys.
 */
package io.credence.kernels.random;
