package io.credence.driver.data.shard;

import java.io.IOException;

/** Thrown when no local directory of an executor has room for a copy of a shard. Another executor may have room. */
public final class NoLocalRoomException extends IOException {
    private static final long serialVersionUID = 1L;

    NoLocalRoomException(ShardRef shard, String tried) {
        super("the shard " + shard.uri() + " (" + shard.bytes() + " bytes) could not be copied to " + tried
                + ". Set local directories with spark.local.dir");
    }
}
