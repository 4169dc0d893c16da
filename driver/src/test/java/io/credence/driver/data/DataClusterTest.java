package io.credence.driver.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.driver.UserException;
import io.credence.driver.data.profile.MissingNumbers;
import io.credence.driver.data.shard.Fingerprint;
import io.credence.driver.data.shard.LocalShards;
import io.credence.driver.data.shard.MappedShard;
import io.credence.driver.data.shard.ShardRef;
import io.credence.ensemble.encoding.LabelKind;
import io.credence.ensemble.specification.Task;
import io.credence.spark.testing.SparkCluster;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SparkCluster
final class DataClusterTest {
    private SparkSession spark;

    @TempDir
    Path directory;

    @Test
    void executors_writeTheSameShardsAsOneProcess_andShareLocalCopies() {
        PreparedData cars = new DataFiles(directory, spark)
                .prepare(DataFiles.csv(DataFiles.CARS.toAbsolutePath(), "mpg"), Task.REGRESSION, 4, "work");
        assertThat(DataFiles.sha256(cars)).isEqualTo(DataFiles.CARS_SHA256);

        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        SerializableConfiguration hadoop = new SerializableConfiguration(context.hadoopConfiguration());
        List<ShardRef> shards = cars.train().shards();
        Fingerprint fingerprint = cars.fingerprint();
        List<Long> read = context.parallelize(List.of(0, 1, 2, 3, 4, 5), 6)
                .map(task -> {
                    long rows = 0;
                    for (ShardRef shard : shards) {
                        MappedShard mapped = LocalShards.open(shard, hadoop.value());
                        rows += mapped == LocalShards.open(shard, hadoop.value()) ? mapped.rows() : -1;
                    }
                    LocalShards.release(fingerprint);
                    return rows;
                })
                .collect();
        assertThat(read).containsOnly(cars.train().rows());
    }

    /** Each process has its own working directory, so a path below it is not shared with any other process. */
    @Test
    void unsharedWorkDirectory_isRejected() {
        DataPreparation preparation = new DataPreparation(spark);
        assertThatThrownBy(() -> preparation.prepare(
                        DataFiles.csv(DataFiles.CARS.toAbsolutePath(), "mpg"),
                        LabelKind.REAL,
                        MissingNumbers.OBSERVED,
                        1,
                        "file:///proc/self/cwd/target/not-shared"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("not-shared is not shared")
                .hasMessageContaining("hdfs://");
    }
}
