package io.credence.driver.data.input;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** An input and the use of its rows: to be split, or for testing only. */
public final class DataSource {
    private final JavaRDD<InternalRow> rows;
    private final Part part;
    private final JavaRDD<long[]> copyStarts;

    /**
     * @param data rows with at least the columns of {@code columns}
     * @param testOnly whether all rows are for testing; otherwise they are split
     */
    public DataSource(Dataset<Row> data, KeyColumns columns, RowAssigner assigner, boolean testOnly) {
        Dataset<Row> selected = ColumnChoice.select(data, columns.names());
        this.rows = internalRows(selected);
        this.part = new Part(selected.schema(), assigner, testOnly);
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

    /** Returns rows in Spark's internal form, whose cells are read in place without creating objects. */
    public static JavaRDD<InternalRow> internalRows(Dataset<Row> data) {
        return ((org.apache.spark.sql.classic.Dataset<Row>) data)
                .queryExecution()
                .toRdd()
                .toJavaRDD();
    }

    /** Returns the rows, reduced to the selected columns. */
    public JavaRDD<InternalRow> rows() {
        return rows;
    }

    /** Runs a function over the rows of each partition, with the numbers of equal rows. */
    public <T> JavaRDD<T> mapPartitions(OfPartition<T> function) {
        return copyStarts == null
                ? rows.mapPartitions(partition -> function.apply(partition, CopyNumbers.none()))
                : rows.zipPartitions(
                        copyStarts, (partition, starts) -> function.apply(partition, CopyNumbers.startingAt(starts)));
    }

    /** A function of the rows of a partition. */
    @FunctionalInterface
    public interface OfPartition<T> extends Serializable {
        /** @param copies the numbers of equal rows; asked once for each row */
        Iterator<T> apply(Iterator<InternalRow> rows, CopyNumbers copies);
    }

    /** Returns the part of this source that tasks need to read its rows. */
    public Part part() {
        return part;
    }

    /** The serialisable part of a source, for tasks. */
    public record Part(StructType schema, RowAssigner assigner, boolean testOnly) implements Serializable {
        /** Returns the split of the row with this key and copy number. */
        public Split split(long high, long low, int copy) {
            return testOnly ? Split.TEST : assigner.split(high, low, copy);
        }

        /** Returns a reader of the cells of these columns. */
        public SparkCells cells(KeyColumns columns) {
            return new SparkCells(schema, columns.names(), columns.kinds());
        }
    }
}
