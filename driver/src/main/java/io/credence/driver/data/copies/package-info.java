/**
 * Numbers the copies of equal rows.
 *
 * <p>Rows are dealt over splits, folds and shards one by one, by their key and their copy number: 0 for the first row
 * with a key, 1 for the second, and so on. Equal rows cannot be told apart, so any of them may have any number, but
 * together they must have each number once, in whatever partitions they are.
 *
 * <p>The first pass over the rows collects their keys in {@link io.credence.driver.data.copies.KeyRuns}, which are
 * shuffled by key. {@link io.credence.driver.data.copies.RepeatedKeys} finds the keys that occur more than once, and
 * the copy number at which each partition starts. Data without equal rows need nothing else.
 *
 * <p>A key belongs to one of {@code BUCKETS} buckets. Memory is bounded by the distinct keys of one bucket.
 */
package io.credence.driver.data.copies;
