package io.credence.driver.data.profile;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.credence.driver.data.input.ColumnKind;
import io.credence.driver.data.input.KeyColumns;
import io.credence.driver.data.input.Split;
import io.credence.driver.data.scaling.RowSample;
import io.credence.driver.data.split.RowCursor;
import io.credence.ensemble.encoding.LabelKind;
import io.credence.ensemble.encoding.LabelSummary;
import io.credence.ensemble.encoding.RowCells;
import io.credence.ensemble.exact.Moments;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.expressions.XXH64;

/**
 * The result of the first pass over the rows: profiles of all columns, the number of rows of each split, and a sum of
 * the row keys. Profiles of parts of the rows merge to the same bits however the rows are divided.
 */
@DefaultSerializer(JavaSerializer.class)
public final class DataProfile implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int MAX_EXAMPLE_CHARACTERS = 300;

    private final KeyColumns columns;
    private final long[] rows = new long[Split.values().length];
    private final List<ColumnProfile> features = new ArrayList<>();
    private final RowSample sample;
    private final LabelProfile label;
    private final RowDefect unsplit = new RowDefect();
    private long keySumHigh;
    private long keySumLow;
    private long copies;

    /**
     * Creates an empty profile.
     *
     * @param zone the time zone of timestamps that are instants
     */
    public DataProfile(KeyColumns columns, LabelKind labelKind, ZoneId zone) {
        this.columns = columns;
        for (int i = 0; i < columns.features(); i++) {
            features.add(
                    ColumnProfile.of(columns.names().get(i), columns.kinds().get(i), zone));
        }
        this.sample = new RowSample(IntStream.range(0, columns.features())
                .filter(i -> columns.kinds().get(i) == ColumnKind.NUMBER)
                .toArray());
        this.label = new LabelProfile(columns.label(), labelKind);
    }

    /** Adds a row. A row that belongs to no split is only counted as a defect. */
    public void add(RowCursor cursor) {
        RowCells row = cursor.cells();
        if (cursor.defect() != null) {
            unsplit.add(cursor.high(), cursor.defect() + " (" + describe(row) + ")");
            return;
        }
        add(row, cursor.high(), cursor.low(), cursor.split());
    }

    private void add(RowCells row, long high, long low, Split split) {
        rows[split.ordinal()]++;
        // A sum does not depend on the order and, unlike exclusive-or, does not cancel pairs of identical rows.
        keySumHigh += keyTerm(high, split);
        keySumLow += keyTerm(low, split);
        for (int i = 0; i < features.size(); i++) {
            features.get(i).add(row, i, split, high);
        }
        if (split == Split.TRAIN) {
            sample.add(row, high, low);
        }
        label.add(row, columns.features(), split, high, () -> describe(row));
    }

    /** Merges another profile into this one and returns this one. */
    public DataProfile add(DataProfile other) {
        for (int i = 0; i < rows.length; i++) {
            rows[i] += other.rows[i];
        }
        keySumHigh += other.keySumHigh;
        keySumLow += other.keySumLow;
        copies += other.copies;
        unsplit.add(other.unsplit);
        for (int i = 0; i < features.size(); i++) {
            features.get(i).add(other.features.get(i));
        }
        sample.add(other.sample);
        label.add(other.label);
        return this;
    }

    /** Returns the number of rows that belong to no split, because a column that decides it has no usable value. */
    public long unsplit() {
        return unsplit.rows();
    }

    /** Returns why one of the rows of {@link #unsplit} belongs to no split. */
    public String exampleOfUnsplit() {
        return unsplit.example();
    }

    /** Adds rows that are a copy of another row. They have also been added one by one. */
    public void addCopies(long rows) {
        copies += rows;
    }

    /** Returns the number of rows that are a copy of another row, if they have been counted. */
    public long copies() {
        return copies;
    }

    /** Returns the term of a row in the sum of keys, which depends on its split too. */
    public static long keyTerm(long key, Split split) {
        return XXH64.hashLong(key, split.ordinal());
    }

    /** Returns the number of rows of each split. */
    public long[] rows() {
        return rows.clone();
    }

    /** Returns the number of rows of a split. */
    public long rows(Split split) {
        return rows[split.ordinal()];
    }

    List<ColumnProfile> features() {
        return features;
    }

    /** Returns a sample of the training rows' numbers. */
    RowSample sample() {
        return sample;
    }

    /** Returns the moments of the labels of the training rows, for a regression. */
    public Moments trainingLabels() {
        return label.training();
    }

    /** Returns what is known of the labels of the training rows, for a regression. */
    public LabelSummary labelSummary() {
        return label.summary();
    }

    LabelProfile label() {
        return label;
    }

    /** Returns the sum of the upper halves of the keys. */
    public long keySumHigh() {
        return keySumHigh;
    }

    /** Returns the sum of the lower halves of the keys. */
    public long keySumLow() {
        return keySumLow;
    }

    private String describe(RowCells row) {
        StringJoiner text = new StringJoiner(", ");
        for (int i = 0; i < columns.names().size() && text.length() < MAX_EXAMPLE_CHARACTERS; i++) {
            String value = columns.kinds().get(i) == ColumnKind.VECTOR ? "[...]" : row.isMissing(i) ? "" : row.text(i);
            text.add(columns.names().get(i) + "=" + value);
        }
        return text.toString();
    }
}
