package io.credence.driver.data.split;

import io.credence.driver.data.input.InternalRows;
import io.credence.driver.data.input.KeyColumns;
import io.credence.driver.data.input.SparkCells;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** An input and the rule by which its rows are split. */
public final class DataSource {
    /** Enough for the minutes of a month and a half, or the days of 179 years. */
    private static final int TIME_CELLS = 1 << 16;

    private final JavaRDD<InternalRow> rows;
    private final Part part;
    private final JavaRDD<long[]> copyStarts;

    /** @param data rows with at least the columns of {@code columns} */
    public DataSource(Dataset<Row> data, KeyColumns columns, RowAssigner assigner, SplitRule rule) {
        Dataset<Row> selected = data.select(columns.columns().toArray(new Column[0]));
        this.rows = InternalRows.of(selected);
        this.part = new Part(selected.schema(), columns, assigner, rule);
        this.copyStarts = null;
    }

    private DataSource(JavaRDD<InternalRow> rows, Part part, JavaRDD<long[]> copyStarts) {
        this.rows = rows;
        this.part = part;
        this.copyStarts = copyStarts;
    }

    /**
     * Returns this source with the numbers of equal rows.
     *
     * @param starts partitioned as the rows: the halves of each repeated key, and the copy number of its first row in
     *     the partition
     */
    public DataSource numbered(JavaRDD<long[]> starts) {
        return new DataSource(rows, part, starts);
    }

    /** Returns the rows, reduced to the selected columns. */
    public JavaRDD<InternalRow> rows() {
        return rows;
    }

    /** Runs a function over the rows of each partition, with the numbers of equal rows. */
    public <T> JavaRDD<T> mapPartitions(OfPartition<T> function) {
        Part ofTasks = part;
        return copyStarts == null
                ? rows.mapPartitions(partition -> function.apply(partition, ofTasks.cursor()))
                : rows.zipPartitions(
                        copyStarts,
                        (partition, starts) ->
                                function.apply(partition, new RowCursor(ofTasks, CopyNumbers.startingAt(starts))));
    }

    /** A function of the rows of a partition. */
    @FunctionalInterface
    public interface OfPartition<T> extends Serializable {
        /** @param cursor to be moved to each row once, in order */
        Iterator<T> apply(Iterator<InternalRow> rows, RowCursor cursor);
    }

    /** Counts the rows at each time. Rows without a time are skipped. */
    public NumberHistogram times() {
        Part ofTasks = part;
        return rows.mapPartitions(partition -> {
                    NumberHistogram times = new NumberHistogram(TIME_CELLS);
                    RowCursor cursor = ofTasks.cursor();
                    while (partition.hasNext()) {
                        cursor.moveTo(partition.next());
                        cursor.addTime(times);
                    }
                    return List.of(times).iterator();
                })
                .treeAggregate(new NumberHistogram(TIME_CELLS), NumberHistogram::add, NumberHistogram::add);
    }

    /** Returns the part of this source that tasks need to read its rows. */
    public Part part() {
        return part;
    }

    /** The serialisable part of a source, for tasks. */
    public record Part(StructType schema, KeyColumns columns, RowAssigner assigner, SplitRule rule)
            implements Serializable {
        /** Returns a cursor for rows of which none equals another. */
        public RowCursor cursor() {
            return new RowCursor(this, CopyNumbers.none());
        }

        SparkCells cells() {
            return new SparkCells(schema, columns);
        }
    }
}
