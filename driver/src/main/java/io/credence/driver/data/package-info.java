/**
 * Preparation of training data: from the rows of a data frame to shards of encoded rows.
 *
 * <p>{@link io.credence.driver.data.DataPreparation} is the entry point and shows the whole process: read the rows
 * ({@code data.input}), split them ({@code data.split}, {@code data.copies}), profile the columns and derive the
 * encoding ({@code data.profile}, {@code data.scaling}), write and map shards ({@code data.shard}).
 * {@link io.credence.driver.data.PreparedData} is the result.
 *
 * <p>A row has no position. A seeded hash of its content and its number among equal rows ({@code data.copies})
 * determines its split, its shard and its place in the shard, so the result does not depend on files, partitions or
 * executors.
 */
package io.credence.driver.data;
