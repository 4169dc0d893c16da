package io.credence.driver.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.driver.UserException;
import io.credence.driver.config.Configuration;
import io.credence.driver.data.DataPreparation;
import io.credence.driver.data.LocalShards;
import io.credence.driver.data.PreparedData;
import io.credence.ensemble.member.Member;
import io.credence.spark.testing.ExecutorProcesses;
import io.credence.spark.testing.SparkCluster;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Shards that a task cannot read: one that was altered after it had been written, and all of them where the local disk has no room. */
@SparkCluster(
        executors = 2,
        conf = {
            "spark.excludeOnFailure.enabled=true",
            "spark.scheduler.excludeOnFailure.unschedulableTaskSetTimeout=1s",
            "spark.scheduler.barrier.maxConcurrentTasksCheck.interval=1s",
            "spark.credence.gang.startTimeout=3s"
        })
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UnreadableShardTest {
    /** Less than a shard has, and more than a checkpoint and what Spark writes for itself. */
    private static final long ROOM = 32_768;

    private JavaSparkContext context;
    private Configuration configuration;

    @TempDir
    private Path directory;

    @Test
    @Order(1)
    void run_gangWithOneCorruptShard_isRefusedWithItsName(SparkSession spark) throws IOException {
        PreparedData data = prepare(spark, 300);
        String shard = data.train().shards().get(1).uri();
        Path file = Path.of(URI.create(shard).getPath());
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> train(data, "corrupt", 2))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("the shard " + shard + " cannot be used")
                .hasMessageContaining("checksum");
    }

    /** Spark is told to keep away from executors on which tasks fail. Afterwards none of them can be used. */
    @Test
    @Order(2)
    void run_oneDiskFull_givesTheSameBits_andAllDisksFull_endsWithTheDirectory(SparkSession spark) throws IOException {
        PreparedData data = prepare(spark, 10_000);
        List<float[]> undisturbed = train(data, "undisturbed", 1);
        LocalShards.releaseEverywhere(context, data.fingerprint());
        List<ProcessHandle> executors = ExecutorProcesses.of(ProcessHandle.current());

        ExecutorProcesses.limitFiles(executors.get(0), ROOM);
        List<float[]> gangs = train(data, "gangs", 2);
        List<float[]> alone = train(data, "alone", 1);
        assertThat(gangs).usingRecursiveComparison().isEqualTo(undisturbed);
        assertThat(alone).usingRecursiveComparison().isEqualTo(undisturbed);

        LocalShards.releaseEverywhere(context, data.fingerprint());
        ExecutorProcesses.limitFiles(executors.get(1), ROOM);
        assertThatThrownBy(() -> train(data, "nowhere", 1))
                .hasMessageContaining("could not be copied to")
                .hasMessageContaining("spark.local.dir");
    }

    private PreparedData prepare(SparkSession spark, int rows) throws IOException {
        context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        configuration = Trainings.in(directory, rows)
                .configuration("shards", "ensemble.members=2", "training.replicas=2", "training.epochs=1");
        return new DataPreparation(spark)
                .prepare(
                        configuration.data(),
                        configuration.task(),
                        configuration.training().replicas(),
                        directory.resolve("shards").toString());
    }

    private List<float[]> train(PreparedData data, String name, int tasks) throws IOException {
        TrainingWork work =
                new TrainingWork(configuration.network(), configuration.training(), configuration.ensemble(), data);
        MembersDirectory members = MembersDirectory.claim(
                new org.apache.hadoop.fs.Path(directory.resolve(name).toString()),
                MembersDefinition.of(work),
                context.hadoopConfiguration());
        GangSettings settings = GangSettings.of(context.getConf()).withMaxTasks(tasks);
        return new EnsembleTraining(context, work, members, new Slots(context), settings)
                .run().stream().map(Member::parameters).toList();
    }
}
