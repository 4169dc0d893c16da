package io.credence.driver.data.shard;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.expressions.XXH64;

/**
 * A 128-bit hash of a description. The description of a data set covers its rows in any order, the columns, the split
 * and the sharding, so equal fingerprints mean equal shards, bit for bit.
 */
public record Fingerprint(long high, long low) implements Serializable {
    /** Returns the fingerprint of a description. */
    public static Fingerprint of(String description) {
        long high = 1;
        long low = 2;
        for (int i = 0; i < description.length(); i++) {
            high = XXH64.hashLong(description.charAt(i), high);
            low = XXH64.hashLong(description.charAt(i), low);
        }
        return new Fingerprint(high, low);
    }

    /** Returns 32 hexadecimal digits. */
    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
