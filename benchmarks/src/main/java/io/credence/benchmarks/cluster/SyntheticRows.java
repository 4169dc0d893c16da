package io.credence.benchmarks.cluster;

import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.randn;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Synthetic regression rows in single precision: standard normal features x0, x1, ..., and the label y, the
 * alternating sum of the features plus noise.
 */
final class SyntheticRows {
    private SyntheticRows() {}

    /** Writes rows as Parquet. */
    static Path write(SparkSession spark, Path directory, long rows, int features) {
        Dataset<Row> synthetic = spark.range(rows)
                .select(IntStream.range(0, features)
                        .mapToObj(feature -> randn(feature).cast("float").as("x" + feature))
                        .toArray(Column[]::new));
        // A single aggregate, because Spark's analyzer cannot handle a hundred nested additions.
        Column[] signed = IntStream.range(0, features)
                .mapToObj(feature -> col("x" + feature).cast("double").multiply(lit(feature % 2 == 0 ? 1.0 : -1.0)))
                .toArray(Column[]::new);
        Column label = aggregate(array(signed), lit(0.0), Column::plus).plus(randn(features));
        synthetic.withColumn("y", label.cast("float")).write().mode("overwrite").parquet(directory.toString());
        return directory;
    }
}
