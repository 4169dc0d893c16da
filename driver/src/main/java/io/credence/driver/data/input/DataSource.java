package io.credence.driver.data.input;

import java.io.Serializable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** An input and what its rows are used for. */
public final class DataSource {
    private final JavaRDD<InternalRow> rows;
    private final Part part;

    /**
     * @param data has the columns of {@code columns}
     * @param testOnly whether all rows are for testing; otherwise they are split
     */
    public DataSource(Dataset<Row> data, KeyColumns columns, RowAssigner assigner, boolean testOnly) {
        Dataset<Row> selected = ColumnChoice.select(data, columns.names());
        this.rows = internalRows(selected);
        this.part = new Part(selected.schema(), assigner, testOnly);
    }

    /** Rows as Spark keeps them: cells are read in place, without an object a cell. */
    public static JavaRDD<InternalRow> internalRows(Dataset<Row> data) {
        return ((org.apache.spark.sql.classic.Dataset<Row>) data)
                .queryExecution()
                .toRdd()
                .toJavaRDD();
    }

    public JavaRDD<InternalRow> rows() {
        return rows;
    }

    public Part part() {
        return part;
    }

    /** What tasks need to know of the input. */
    public record Part(StructType schema, RowAssigner assigner, boolean testOnly) implements Serializable {
        public Split split(long high, long low) {
            return testOnly ? Split.TEST : assigner.split(high, low);
        }

        public SparkCells cells(KeyColumns columns) {
            return new SparkCells(schema, columns.names(), columns.kinds());
        }
    }
}
