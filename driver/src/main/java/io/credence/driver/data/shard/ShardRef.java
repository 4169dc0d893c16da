package io.credence.driver.data.shard;

import java.io.Serializable;

/**
 * Where a shard is. A driver sends these to its executors; {@link LocalShards} makes rows of them.
 *
 * @param uri the file, on any Hadoop file system
 * @param bytes the file's length
 * @param rows the number of rows in it
 * @param fingerprint of the data set that it is a piece of
 */
public record ShardRef(String uri, long bytes, int rows, Fingerprint fingerprint) implements Serializable {}
