package io.credence.driver.data.shard;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.expressions.XXH64;

/**
 * 128 bits that stand for a description. That of a data set has the way it is prepared: its rows in any order, the columns that are used, the
 * split and the sharding. So equal fingerprints mean equal shards, bit for bit.
 */
public record Fingerprint(long high, long low) implements Serializable {
    /** The fingerprint of a description. */
    public static Fingerprint of(String description) {
        long high = 1;
        long low = 2;
        for (int i = 0; i < description.length(); i++) {
            high = XXH64.hashLong(description.charAt(i), high);
            low = XXH64.hashLong(description.charAt(i), low);
        }
        return new Fingerprint(high, low);
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
