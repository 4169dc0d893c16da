package io.credence.driver.data.input;

import io.credence.ensemble.encoding.InvalidRowException;
import io.credence.ensemble.encoding.RowCells;
import org.apache.spark.sql.catalyst.expressions.XXH64;

/**
 * Hashes the content of rows to {@link RowKey}s: two chains of xxHash64 with different seeds over every column's value or a mark that it is
 * missing. Numbers are hashed as doubles and zeros have one sign, so that a column's integer type does not matter; the zeros of a vector
 * are skipped, so that it does not matter whether it is sparse.
 */
public final class RowHasher {
    private static final long HIGH_SEED = 0x9E37_79B9_7F4A_7C15L;
    private static final long LOW_SEED = 0xC2B2_AE3D_27D4_EB4FL;
    private static final long MISSING = 0x6D69_7373_696E_67L;
    private static final long INVALID = 0x696E_7661_6C69_64L;

    private final ColumnKind[] kinds;
    private long high;
    private long low;

    public RowHasher(KeyColumns columns) {
        this.kinds = columns.kinds().toArray(new ColumnKind[0]);
    }

    /** Hashes a row; the result is read from {@link #high()} and {@link #low()} without making an object. */
    public void hash(RowCells row) {
        high = HIGH_SEED;
        low = LOW_SEED;
        for (int column = 0; column < kinds.length; column++) {
            try {
                add(row, column);
            } catch (InvalidRowException e) {
                // Whoever uses the value reports it; until then the row only needs some place.
                mix(INVALID);
            }
        }
    }

    public long high() {
        return high;
    }

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
