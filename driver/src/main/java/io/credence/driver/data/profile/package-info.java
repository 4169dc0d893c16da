/**
 * Statistics of the columns, and the encoding derived from them.
 *
 * <p>{@link io.credence.driver.data.profile.DataProfile} is the entry point: every task profiles its rows, and
 * profiles merge to the same bits in any order. It holds a {@code ColumnProfile} for each feature
 * ({@code NumberProfile}, {@code TextProfile}, {@code TimeProfile}, {@code VectorProfile}) and a {@code LabelProfile}.
 * {@link io.credence.driver.data.profile.EncodingLearner} and {@link io.credence.driver.data.profile.LabelLearner}
 * then derive the encoding, or explain why the data cannot be learnt.
 * {@link io.credence.driver.data.profile.EncodingColumns} finds the columns of an existing encoding in new rows.
 */
package io.credence.driver.data.profile;
