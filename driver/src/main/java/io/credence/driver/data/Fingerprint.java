package io.credence.driver.data;

import java.io.Serializable;

/**
 * 128 bits that stand for a data set and the way it is prepared: its rows in any order, the columns that are used, the split and
 * the sharding. Equal fingerprints mean equal shards, bit for bit.
 */
public record Fingerprint(long high, long low) implements Serializable {
    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
