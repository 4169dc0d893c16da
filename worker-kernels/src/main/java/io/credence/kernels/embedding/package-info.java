/**
 * The operations that replace columns of a row with learned vectors, and the values that describe those columns.
 *
 * <p>{@link io.credence.kernels.embedding.Embed} looks up the vector of a category. {@link
 * io.credence.kernels.embedding.EmbedPiecewise} and {@link io.credence.kernels.embedding.EmbedPeriodic} compute the
 * vector of a number; {@link io.credence.kernels.embedding.NumericColumns} lists the columns with such numbers, and
 * {@link io.credence.kernels.embedding.BinEdges} their bins. {@link io.credence.kernels.embedding.NumericEmbedding} is
 * what a configuration selects, and adds an operation with its parameters to a graph. Otherwise these are operations
 * like those of {@code io.credence.kernels.operation}.
 */
package io.credence.kernels.embedding;
