package io.credence.driver.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.spark.testing.ExecutorProcesses;
import io.credence.spark.testing.SparkCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An executor is suspended while two members train on one task each. Spark itself would notice only after two minutes.
 */
@SparkCluster(executors = 2, conf = "spark.credence.member.timeout=5s")
class HungExecutorTest {
    private static final Duration BEGINS_WITHIN = Duration.ofMinutes(2);

    private SparkSession spark;

    @TempDir
    private Path directory;

    private final ExecutorService background = Executors.newSingleThreadExecutor();

    @AfterEach
    void endBackground() {
        background.shutdownNow();
    }

    @Test
    void run_withASuspendedExecutor_continuesElsewhereToTheSameBits() throws Exception {
        StageSizes stages = new StageSizes();
        spark.sparkContext().addSparkListener(stages);
        Trainings trainings = Trainings.in(directory, 2000);
        train(trainings, "undisturbed");

        Future<?> training = background.submit(() -> {
            train(trainings, "stopped");
            return null;
        });
        awaitCheckpoints(2, training);
        ProcessHandle executor = ExecutorProcesses.of(ProcessHandle.current()).get(0);
        ExecutorProcesses.stop(executor);
        try {
            training.get(2, TimeUnit.MINUTES);
        } finally {
            ExecutorProcesses.kill(executor);
        }

        assertThat(stages.ofMembers(spark)).hasSizeBetween(5, 6).containsOnly(1);
        assertThat(trainings.weights("stopped")).isEqualTo(trainings.weights("undisturbed"));
    }

    private void train(Trainings trainings, String name) throws IOException {
        new TrainJob(spark)
                .run(
                        trainings.configuration(
                                name,
                                "ensemble.members=2",
                                "training.checkpoint.everySeconds=0.2",
                                "training.epochs=500"),
                        new TrainOptions(false));
    }

    private void awaitCheckpoints(int members, Future<?> training) throws Exception {
        Instant deadline = Instant.now().plus(BEGINS_WITHIN);
        while (membersWithCheckpoints() < members) {
            assertThat(training.isDone()).isFalse();
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(20);
        }
    }

    private long membersWithCheckpoints() throws IOException {
        Path work = directory.resolve("stopped/work");
        if (!Files.isDirectory(work)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(work)) {
            return files.filter(file -> file.getFileName().toString().startsWith("checkpoint-"))
                    .map(Path::getParent)
                    .distinct()
                    .count();
        }
    }
}
