package io.credence.driver.data.profile;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.credence.driver.data.input.ColumnKind;
import io.credence.driver.data.input.KeyColumns;
import io.credence.driver.data.input.Split;
import io.credence.ensemble.encoding.RowCells;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.apache.spark.sql.catalyst.expressions.XXH64;

/**
 * All that one pass over the rows learns before they are encoded. Profiles of parts of the rows add up to the profile of all, bit for bit,
 * however the rows were divided.
 */
@DefaultSerializer(JavaSerializer.class)
public final class DataProfile implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int EXAMPLE_CHARACTERS = 300;

    private final KeyColumns columns;
    private final long[] rows = new long[Split.values().length];
    private final List<ColumnProfile> features = new ArrayList<>();
    private final LabelProfile label;
    private long keySumHigh;
    private long keySumLow;

    public DataProfile(KeyColumns columns, boolean regression) {
        this.columns = columns;
        for (int i = 0; i < columns.features(); i++) {
            features.add(
                    ColumnProfile.of(columns.names().get(i), columns.kinds().get(i)));
        }
        this.label = new LabelProfile(columns.label(), regression);
    }

    public void add(RowCells row, long high, long low, Split split) {
        rows[split.ordinal()]++;
        // A sum does not depend on the order, and unlike exclusive-or it does not lose pairs of identical rows.
        keySumHigh += keyTerm(high, split);
        keySumLow += keyTerm(low, split);
        for (int i = 0; i < features.size(); i++) {
            features.get(i).add(row, i, split == Split.TRAIN, high);
        }
        label.add(row, columns.features(), split, high, () -> describe(row));
    }

    public DataProfile add(DataProfile other) {
        for (int i = 0; i < rows.length; i++) {
            rows[i] += other.rows[i];
        }
        keySumHigh += other.keySumHigh;
        keySumLow += other.keySumLow;
        for (int i = 0; i < features.size(); i++) {
            features.get(i).add(other.features.get(i));
        }
        label.add(other.label);
        return this;
    }

    /** What a row adds to the sum of all keys: it tells which splits the rows are in, too. */
    public static long keyTerm(long key, Split split) {
        return XXH64.hashLong(key, split.ordinal());
    }

    /** The number of rows by split. */
    public long[] rows() {
        return rows.clone();
    }

    public long rows(Split split) {
        return rows[split.ordinal()];
    }

    List<ColumnProfile> features() {
        return features;
    }

    public LabelProfile label() {
        return label;
    }

    public long keySumHigh() {
        return keySumHigh;
    }

    public long keySumLow() {
        return keySumLow;
    }

    private String describe(RowCells row) {
        StringJoiner text = new StringJoiner(", ");
        for (int i = 0; i < columns.names().size() && text.length() < EXAMPLE_CHARACTERS; i++) {
            String value = columns.kinds().get(i) == ColumnKind.VECTOR ? "[...]" : row.isMissing(i) ? "" : row.text(i);
            text.add(columns.names().get(i) + "=" + value);
        }
        return text.toString();
    }
}
