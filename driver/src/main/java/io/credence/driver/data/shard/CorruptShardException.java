package io.credence.driver.data.shard;

import java.io.IOException;

/**
 * Thrown when a shard file is truncated, altered, or does not belong to the expected data. None of its rows has been
 * used.
 */
public final class CorruptShardException extends IOException {
    private static final long serialVersionUID = 1L;

    CorruptShardException(Object file, String problem) {
        this("the shard " + file + " cannot be used: " + problem);
    }

    /** @param message the messages of one or more such exceptions, received as text from other tasks */
    public CorruptShardException(String message) {
        super(message);
    }
}
