package io.credence.driver.data.shard;

import java.io.Serializable;

/**
 * A reference to a shard, which the driver sends to executors. {@link LocalShards} opens it.
 *
 * @param uri the URI of the file, on any Hadoop file system
 * @param bytes the length of the file
 * @param rows the number of rows
 * @param fingerprint the fingerprint of its data set
 */
public record ShardRef(String uri, long bytes, int rows, Fingerprint fingerprint) implements Serializable {}
