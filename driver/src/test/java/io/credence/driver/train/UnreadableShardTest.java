package io.credence.driver.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.driver.config.Configuration;
import io.credence.driver.data.DataPreparation;
import io.credence.driver.data.PreparedData;
import io.credence.driver.data.profile.MissingNumbers;
import io.credence.driver.data.shard.CorruptShardException;
import io.credence.driver.data.shard.LocalShards;
import io.credence.driver.monitor.TrainingMonitor;
import io.credence.driver.train.member.EnsembleDefinition;
import io.credence.driver.train.member.EnsembleDirectory;
import io.credence.driver.train.member.TrainingInputs;
import io.credence.driver.train.schedule.EnsembleTraining;
import io.credence.driver.train.schedule.ExecutorWatch;
import io.credence.driver.train.schedule.GangSettings;
import io.credence.driver.train.schedule.Slots;
import io.credence.ensemble.training.Member;
import io.credence.spark.testing.ExecutorProcesses;
import io.credence.spark.testing.SparkCluster;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Shards that a task cannot read, because one was altered after it had been written, or because the local disk is
 * full.
 */
@SparkCluster(executors = 3, memoryMb = 512, conf = "spark.scheduler.barrier.maxConcurrentTasksCheck.interval=1s")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UnreadableShardTest {
    /** The limit on file sizes: below the size of a shard, and above that of a checkpoint and of Spark's own files. */
    private static final long ROOM = 32_768;

    private JavaSparkContext context;
    private StageSizes stages;
    private Trainings trainings;

    @TempDir
    private Path directory;

    @BeforeEach
    void listen(SparkSession spark) {
        context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        stages = new StageSizes();
        context.sc().addSparkListener(stages);
    }

    @AfterEach
    void stopListening() {
        context.sc().removeSparkListener(stages);
    }

    @Test
    @Order(1)
    void run_ofAGangWithACorruptShard_failsAndNamesIt(SparkSession spark) throws IOException {
        PreparedData data = prepare(spark, 300);
        String shard = data.train().shards().get(1).uri();
        Path file = Path.of(URI.create(shard).getPath());
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> train(data, "corrupt", 1, 2))
                .isInstanceOf(CorruptShardException.class)
                .hasMessageContaining("the shard " + shard + " cannot be used")
                .hasMessageContaining("checksum");
        assertThat(stages.ofMembers(spark)).containsExactly(2);
    }

    /** Each executor with a full disk is returned to the cluster, until no executor is left. */
    @Test
    @Order(2)
    void run_withFullDisks_givesTheSameBitsUntilNoExecutorIsLeft(SparkSession spark) throws IOException {
        PreparedData data = prepare(spark, 10_000);
        List<float[]> undisturbed = train(data, "undisturbed", 3, 1);
        List<ProcessHandle> executors = ExecutorProcesses.of(ProcessHandle.current());

        fillDisk(executors.get(0), data);
        List<float[]> alone = train(data, "alone", 3, 1);
        fillDisk(executors.get(1), data);
        List<float[]> gang = train(data, "gang", 1, 2);

        assertThat(alone).usingRecursiveComparison().isEqualTo(undisturbed);
        assertThat(gang).usingRecursiveComparison().isEqualTo(undisturbed.subList(0, 1));
        assertThat(stages.ofMembers(spark)).containsExactly(1, 1, 1, 1, 1, 1, 1, 2, 1);
        fillDisk(executors.get(2), data);
        assertThatThrownBy(() -> train(data, "nowhere", 1, 2))
                .hasMessageContaining("no executor has disk space for the shards of member 0")
                .hasMessageContaining("could not be copied to")
                .hasMessageContaining("spark.local.dir");
    }

    private void fillDisk(ProcessHandle executor, PreparedData data) {
        LocalShards.releaseEverywhere(context, data.fingerprint());
        ExecutorProcesses.limitFiles(executor, ROOM);
    }

    private PreparedData prepare(SparkSession spark, int rows) throws IOException {
        trainings = Trainings.in(directory, rows);
        Configuration configuration = configuration(1);
        return new DataPreparation(spark)
                .prepare(
                        configuration.data(),
                        configuration.labelKind(),
                        MissingNumbers.of(configuration.network(), configuration.training()),
                        configuration.training().replicas(),
                        directory.resolve("shards").toString());
    }

    private Configuration configuration(int members) {
        return trainings.configuration(
                "shards", "ensemble.members=" + members, "training.replicas=2", "training.epochs=1");
    }

    private List<float[]> train(PreparedData data, String name, int members, int tasks) throws IOException {
        Configuration configuration = configuration(members);
        TrainingInputs inputs = TrainingInputs.of(configuration, data);
        EnsembleDirectory ensemble = EnsembleDirectory.claim(
                new org.apache.hadoop.fs.Path(directory.resolve(name).toString()),
                EnsembleDefinition.of(inputs),
                context.hadoopConfiguration());
        GangSettings settings = GangSettings.of(context.getConf()).withMaxTasks(tasks);
        Slots slots = new Slots(context);
        ExecutorWatch watch = new ExecutorWatch(context, slots, settings.noSlots());
        EnsembleTraining training = new EnsembleTraining(context, inputs, ensemble, slots, settings);
        try (TrainingMonitor.Training progress = TrainingMonitor.ofThisDriver().training(members, 1)) {
            return training.run(watch, progress).stream()
                    .map(Member::parameters)
                    .toList();
        }
    }
}
