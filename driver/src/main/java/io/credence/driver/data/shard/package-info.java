/**
 * Shards: immutable files of encoded rows, written once by executors and read through memory mapping.
 *
 * <p>{@link io.credence.driver.data.shard.ShardJob} writes the shards of a
 * {@link io.credence.driver.data.shard.ShardPlan} to a {@link io.credence.driver.data.shard.ShardDirectory}.
 * {@link io.credence.driver.data.shard.LocalShards} is the entry point for readers: it opens a
 * {@link io.credence.driver.data.shard.ShardRef} as a {@link io.credence.driver.data.shard.MappedShard}, from a local
 * copy that all tasks of an executor share.
 *
 * <p>Reading order: {@code ShardFile} (the layout), {@code ShardWriter}, {@code MappedShard}; {@code ShardPlan} and
 * {@code ShardSet}; {@code ShardJob}; {@code WorkDirectory} and {@code LocalShards} for the files of a cluster.
 */
package io.credence.driver.data.shard;
