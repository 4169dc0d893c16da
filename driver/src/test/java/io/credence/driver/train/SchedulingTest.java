package io.credence.driver.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.spark.testing.SparkCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;

/** Settings of Spark's that bear on what runs where: two cores a task, and second copies of slow tasks. */
@SparkCluster(
        executors = 2,
        cores = 2,
        conf = {
            "spark.task.cpus=2",
            "spark.speculation=true",
            "spark.speculation.interval=100ms",
            "spark.speculation.minTaskRuntime=100ms",
            "spark.speculation.task.duration.threshold=200ms"
        })
class SchedulingTest {
    private SparkSession spark;

    @TempDir
    private Path directory;

    private final ExecutorService background = Executors.newSingleThreadExecutor();

    @AfterEach
    void endBackground() {
        background.shutdownNow();
    }

    /** A gang has two tasks on four cores, each with a second thread as long as it runs, and Spark wants no copies of them. */
    @Test
    void run_twoCoresATaskAndSpeculation_givesTheSameBits() throws Exception {
        StageSizes stages = new StageSizes();
        spark.sparkContext().addSparkListener(stages);
        Trainings trainings = Trainings.in(directory, 2000);
        Future<?> gang = background.submit(() -> {
            train(trainings, "gang", 4);
            return null;
        });
        awaitGemmThreads(2);
        gang.get(2, TimeUnit.MINUTES);
        awaitGemmThreads(0);
        train(trainings, "alone", 1);

        assertThat(stages.ofMembers(spark)).containsExactly(2, 1);
        assertThat(stages.copied(spark)).containsExactly(1);
        assertThat(trainings.weights("alone")).isEqualTo(trainings.weights("gang"));
    }

    private void awaitGemmThreads(int wanted) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (gemmThreads() != wanted) {
            assertThat(System.nanoTime())
                    .as("%d threads of matrix products", wanted)
                    .isLessThan(end);
            Thread.sleep(50);
        }
    }

    private long gemmThreads() {
        return Stream.of("0", "1")
                .map(executor -> spark.sparkContext().getExecutorThreadDump(executor))
                .filter(Option::isDefined)
                .flatMap(threads -> Arrays.stream(threads.get()))
                .filter(thread -> thread.threadName().startsWith("credence-gemm"))
                .count();
    }

    private void train(Trainings trainings, String name, int tasks) throws IOException {
        new TrainJob(spark, GangSettings.of(spark.sparkContext().getConf()).withMaxTasks(tasks))
                .run(
                        trainings.configuration(
                                name,
                                "ensemble.members=1",
                                "training.replicas=4",
                                "training.checkpoint.everySeconds=0.1",
                                "training.epochs=300"),
                        new TrainOptions(false));
    }
}
