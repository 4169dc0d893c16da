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
 * Made-up rows of a regression: standard normal features x0, x1, and so on, and y, their alternating sum with noise,
 * all single precision.
 */
final class SyntheticRows {
    private SyntheticRows() {}

    /** Writes so many rows as Parquet. */
    static Path write(SparkSession spark, Path directory, long rows, int features) {
        Dataset<Row> made = spark.range(rows)
                .select(IntStream.range(0, features)
                        .mapToObj(feature -> randn(feature).cast("float").as("x" + feature))
                        .toArray(Column[]::new));
        // One aggregate, because Spark's analyzer gives up on a hundred additions inside of each other.
        Column[] signed = IntStream.range(0, features)
                .mapToObj(feature -> col("x" + feature).cast("double").multiply(lit(feature % 2 == 0 ? 1.0 : -1.0)))
                .toArray(Column[]::new);
        Column label = aggregate(array(signed), lit(0.0), Column::plus).plus(randn(features));
        made.withColumn("y", label.cast("float")).write().mode("overwrite").parquet(directory.toString());
        return directory;
    }
}
