package io.credence.driver.data.input;

import io.credence.ensemble.encoding.InvalidRowException;
import io.credence.ensemble.encoding.RowCells;
import org.apache.spark.sql.catalyst.expressions.XXH64;

/**
 * Hashes the content of rows to {@link RowKey}s: two chains of xxHash64 with different seeds over the values of all
 * columns, with a marker for missing values. Numbers are hashed as doubles with positive zeros, so the numeric type of
 * a column does not matter. Zeros in vectors are skipped, so dense and sparse vectors have the same hash.
 */
public final class RowHasher {
    private static final long HIGH_SEED = 0x9E37_79B9_7F4A_7C15L;
    private static final long LOW_SEED = 0xC2B2_AE3D_27D4_EB4FL;
    private static final long MISSING = 0x6D69_7373_696E_67L;
    private static final long INVALID = 0x696E_7661_6C69_64L;

    private final ColumnKind[] kinds;
    private long high;
    private long low;

    /** @param columns the columns to hash */
    public RowHasher(KeyColumns columns) {
        this.kinds = columns.kinds().toArray(new ColumnKind[0]);
    }

    /** Hashes a row. The key is available from {@link #high()} and {@link #low()}, which avoids creating an object. */
    public void hash(RowCells row) {
        high = HIGH_SEED;
        low = LOW_SEED;
        for (int column = 0; column < kinds.length; column++) {
            try {
                add(row, column);
            } catch (InvalidRowException e) {
                // The profile reports invalid values; here, the row only needs some key.
                mix(INVALID);
            }
        }
    }

    /** Hashes one value. Its hash is available like a key. */
    public void hash(String value) {
        high = HIGH_SEED;
        low = LOW_SEED;
        add(value);
    }

    /** Returns the upper half of the key of the last row. */
    public long high() {
        return high;
    }

    /** Returns the lower half of the key of the last row. */
    public long low() {
        return low;
    }

    private void add(RowCells row, int column) {
        if (row.isMissing(column)) {
            mix(MISSING);
            return;
        }
        mix(column);
        switch (kinds[column]) {
            case NUMBER -> add(row.number(column));
            case TEXT -> add(row.text(column));
            case VECTOR -> add(row.vector(column));
        }
    }

    private void add(double value) {
        mix(Double.doubleToLongBits(value + 0.0)); // -0.0 + 0.0 is 0.0
    }

    private void add(String text) {
        mix(text.length());
        for (int i = 0; i < text.length(); i += 4) {
            long chars = 0;
            for (int j = i; j < Math.min(i + 4, text.length()); j++) {
                chars = chars << 16 | text.charAt(j);
            }
            mix(chars);
        }
    }

    private void add(double[] vector) {
        mix(vector.length);
        for (int i = 0; i < vector.length; i++) {
            if (vector[i] != 0) {
                mix(i);
                add(vector[i]);
            }
        }
    }

    private void mix(long value) {
        high = XXH64.hashLong(value, high);
        low = XXH64.hashLong(value, low);
    }
}
