/**
 * Encoding of the user's columns as float32 inputs and targets of a network.
 *
 * <p>Start with {@link io.credence.ensemble.encoding.Encoding}, which lists the
 * {@link io.credence.ensemble.encoding.FeatureColumn features} and the
 * {@link io.credence.ensemble.encoding.LabelColumn label}; it is stored with the model.
 * {@link io.credence.ensemble.encoding.RowEncoder} applies it to {@link io.credence.ensemble.encoding.RowCells}, the
 * cells of a row from any source, with one {@code ColumnEncoder} for each column, and counts the
 * {@link io.credence.ensemble.encoding.UnseenCells}. A number has a {@link io.credence.ensemble.encoding.NumberScaling}
 * and a {@link io.credence.ensemble.encoding.MissingPlace}. {@link io.credence.ensemble.encoding.Shard} is a set of
 * encoded rows, on which members are trained.
 */
package io.credence.ensemble.encoding;
