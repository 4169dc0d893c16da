package io.credence.driver.train;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.driver.UserException;
import io.credence.driver.config.Configuration;
import io.credence.driver.data.DataPreparation;
import io.credence.driver.data.PreparedData;
import io.credence.spark.testing.SparkCluster;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shard that was altered after it had been written, and that one task of a gang reads. */
@SparkCluster
class CorruptShardTest {
    @TempDir
    private Path directory;

    @Test
    void run_gangWithOneCorruptShard_isRefusedWithItsName(SparkSession spark) throws IOException {
        Configuration configuration =
                Trainings.in(directory, 300).configuration("run", "ensemble.members=1", "training.replicas=2");
        String output = directory.resolve("run").toString();
        PreparedData data = new DataPreparation(spark)
                .prepare(
                        configuration.data(),
                        configuration.task(),
                        configuration.training().replicas(),
                        output);
        String shard = data.train().shards().get(1).uri();
        Path file = Path.of(URI.create(shard).getPath());
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        TrainingWork work =
                new TrainingWork(configuration.network(), configuration.training(), configuration.ensemble(), data);
        MembersDirectory members = MembersDirectory.claim(
                new org.apache.hadoop.fs.Path(output), MembersDefinition.of(work), context.hadoopConfiguration());
        EnsembleTraining training =
                new EnsembleTraining(context, work, members, new Slots(context), GangSettings.of(context.getConf()));

        assertThatThrownBy(training::run)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("the shard " + shard + " cannot be used")
                .hasMessageContaining("checksum");
    }
}
