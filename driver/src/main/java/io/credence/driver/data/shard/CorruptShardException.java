package io.credence.driver.data.shard;

import java.io.IOException;

/** A shard file that is cut short, altered, or not a shard of the expected data. Nothing of it has been used. */
public final class CorruptShardException extends IOException {
    private static final long serialVersionUID = 1L;

    CorruptShardException(Object file, String problem) {
        this("the shard " + file + " cannot be used: " + problem);
    }

    /** @param message of one such exception or several, which came from elsewhere as text */
    public CorruptShardException(String message) {
        super(message);
    }
}
