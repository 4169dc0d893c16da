package io.credence.driver.data.input;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/** Rows in Spark's internal form, whose cells are read in place without creating objects. */
public final class InternalRows {
    private InternalRows() {}

    /** Returns the rows of a data frame. An iterator of a partition may reuse one row object. */
    public static JavaRDD<InternalRow> of(Dataset<Row> data) {
        return ((org.apache.spark.sql.classic.Dataset<Row>) data)
                .queryExecution()
                .toRdd()
                .toJavaRDD();
    }
}
