package io.credence.driver.kryo;

import static io.credence.spark.testing.DataFrameAssert.assertThat;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.sum;

import io.credence.spark.testing.SparkTest;
import java.nio.file.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other jobs of a user's pipeline also run if every class must be registered. */
@SparkTest
class KryoRegistrationTest {
    private SparkSession spark;
    private Dataset<Row> rows;

    @BeforeEach
    void makeRows() {
        rows = spark.range(0, 100, 1, 2).selectExpr("id", "id % 7 AS key", "double(id) / 3 AS x", "string(id) AS name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "csv"})
    void files_areWrittenAndRead(String format, @TempDir Path directory) {
        String path = directory.resolve("rows").toString();
        rows.write().format(format).option("header", true).partitionBy("key").save(path);

        assertThat(spark.read()
                        .format(format)
                        .option("header", true)
                        .schema("id BIGINT, x DOUBLE, name STRING, key BIGINT")
                        .load(path)
                        .select("id", "key", "x", "name"))
                .hasSameRowsAs(rows);
    }

    @Test
    void csv_withInferredSchema_isRead(@TempDir Path directory) {
        String path = directory.resolve("rows").toString();
        rows.write().option("header", true).csv(path);

        assertThat(spark.read()
                        .option("header", true)
                        .option("inferSchema", true)
                        .csv(path))
                .hasRowCount(100);
    }

    @Test
    void vectors_areCollected() {
        Dataset<Row> vectors = new VectorAssembler()
                .setInputCols(new String[] {"id", "x"})
                .setOutputCol("features")
                .transform(rows);

        Assertions.assertThat(vectors.select("features").collectAsList()).hasSize(100);
        Assertions.assertThat(vectors.select("features").javaRDD().collect()).hasSize(100);
    }

    @Test
    void joinsSortsAndGroups_run() {
        Dataset<Row> sums =
                rows.groupBy("key").agg(sum("x").as("s"), collect_list("name").as("names"));

        assertThat(rows.join(broadcast(sums), "key").orderBy(col("id").desc())).hasRowCount(100);
        assertThat(rows.repartition(3).join(sums.hint("merge"), "key").limit(10))
                .hasRowCount(10);
        assertThat(rows.repartition(3).join(sums.hint("shuffle_hash"), "key").dropDuplicates("key"))
                .hasRowCount(7);
        Assertions.assertThat(rows.stat().approxQuantile("x", new double[] {0.5}, 0.01))
                .hasSize(1);
    }

    @Test
    void rowsOfAnRdd_areCachedSerialised() {
        Assertions.assertThat(rows.javaRDD()
                        .persist(StorageLevel.MEMORY_AND_DISK_SER())
                        .count())
                .isEqualTo(100);
        Assertions.assertThat(rows.cache().count()).isEqualTo(100);
    }

    @Test
    void arraysAndCollections_areResults() {
        var numbers =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(java.util.List.of(1, 2, 3), 3);

        Assertions.assertThat(numbers.map(n -> new float[] {n}).collect()).hasSize(3);
        Assertions.assertThat(numbers.map(n -> new double[][] {{n}}).collect()).hasSize(3);
        Assertions.assertThat(numbers.mapToPair(n -> new scala.Tuple2<>(n % 2, java.util.List.of("a", "b")))
                        .groupByKey()
                        .collect())
                .hasSize(2);
    }
}
