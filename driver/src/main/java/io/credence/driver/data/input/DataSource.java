package io.credence.driver.data.input;

import java.io.Serializable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** An input and the use of its rows: to be split, or all for one split. */
public final class DataSource {
    private final JavaRDD<InternalRow> rows;
    private final Part part;

    /**
     * @param data rows with at least the columns of {@code columns}
     * @param only the split of all rows; null: they are split
     */
    public DataSource(Dataset<Row> data, KeyColumns columns, RowAssigner assigner, Split only) {
        Dataset<Row> selected = ColumnChoice.select(data, columns.names());
        this.rows = internalRows(selected);
        this.part = new Part(selected.schema(), assigner, only);
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

    /** Returns the part of this source that tasks need to read its rows. */
    public Part part() {
        return part;
    }

    /** The serialisable part of a source, for tasks. */
    public record Part(StructType schema, RowAssigner assigner, Split only) implements Serializable {
        /** Returns the split of the row with this key. */
        public Split split(long high, long low) {
            return only != null ? only : assigner.split(high, low);
        }

        /** Returns a reader of the cells of these columns. */
        public SparkCells cells(KeyColumns columns) {
            return new SparkCells(schema, columns);
        }
    }
}
