package io.credence.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.spark.testing.ChildProcess;
import io.credence.spark.testing.ExecutorProcesses;
import io.credence.spark.testing.StandaloneCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A driver, an executor or a worker goes away for good while a gang of four trains a member on two workers, always after the first checkpoint. The
 * model that comes out in the end is that of one task on this machine, bit for bit.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FailuresIT {
    private static final Duration TRAINS_WITHIN = Duration.ofMinutes(5);

    @TempDir
    private static Path directory;

    private static StandaloneCluster cluster;
    private static byte[] reference;

    @BeforeAll
    static void trainOnOneTask() throws IOException {
        cluster = StandaloneCluster.start(Packaged.spark(), directory, 2, 2, 1024);
        try (ChildProcess driver = start("local[1]", "reference")) {
            requireSuccess(driver);
        }
        reference = weights("reference");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** No worker has so many cores. */
    @Test
    @Order(0)
    void noExecutorArrives_endsWithTheSettingThatSaysWhen() throws IOException {
        try (ChildProcess driver = start(
                cluster.url(), "nobody", "--executor-cores", "3", "--conf", "spark.credence.executors.timeout=2s")) {
            ChildProcess.Result result = driver.await(TRAINS_WITHIN);
            assertThat(result.exitCode()).as(result.output() + result.errors()).isOne();
            assertThat(result.errors()).contains("has given no executor within 2 s (spark.credence.executors.timeout)");
        }
    }

    @Test
    @Order(1)
    void driverKilled_startedAgain_goesOnToTheSameBits() throws IOException {
        try (ChildProcess driver = start(cluster.url(), "driver")) {
            awaitCheckpoint("driver", driver);
        }
        requireUnfinished("driver");
        try (ChildProcess driver = start(cluster.url(), "driver")) {
            assertThat(requireSuccess(driver).errors()).containsPattern("and [1-9]\\d* steps of an earlier run");
        }
        assertThat(weights("driver")).isEqualTo(reference);
    }

    /** Its slots are not free, and it will be missed only after half a minute: the gang goes on with the others. */
    @Test
    @Order(2)
    void executorStopped_gangGoesOnSmallerToTheSameBits() throws IOException {
        try (ChildProcess driver = start(cluster.url(), "stopped")) {
            awaitCheckpoint("stopped", driver);
            ProcessHandle executor = executors(cluster.workers().get(1)).get(0);
            ExecutorProcesses.stop(executor);
            try {
                requireUnfinished("stopped");
                assertThat(requireSuccess(driver).errors())
                        .contains("has sent nothing for")
                        .containsPattern("goes on after step [1-9]")
                        .contains("goes on with 2 tasks");
            } finally {
                ExecutorProcesses.kill(executor);
            }
        }
        assertThat(weights("stopped")).isEqualTo(reference);
    }

    @Test
    @Order(3)
    void workerLostForGood_gangGoesOnSmallerToTheSameBits() throws IOException {
        try (ChildProcess driver = start(cluster.url(), "worker")) {
            awaitCheckpoint("worker", driver);
            cluster.workers().get(1).close();
            requireUnfinished("worker");
            assertThat(requireSuccess(driver).errors())
                    .containsPattern("goes on after step [1-9]")
                    .contains("goes on with 2 tasks");
        }
        assertThat(weights("worker")).isEqualTo(reference);
    }

    private static ChildProcess start(String master, String output, String... moreOptions) {
        List<String> options = new ArrayList<>(List.of(
                "--master",
                master,
                "--executor-memory",
                "800m",
                "--conf",
                "spark.credence.exchange.timeout=3s",
                "--conf",
                "spark.credence.gang.startTimeout=6s",
                "--conf",
                "spark.executor.heartbeatInterval=2s",
                "--conf",
                "spark.network.timeout=30s",
                "--conf",
                "spark.network.timeoutInterval=5s"));
        options.addAll(List.of(moreOptions));
        return cluster.start(
                options,
                List.of(
                        Packaged.jar().toString(),
                        "train",
                        Packaged.root().resolve("conf/auto-mpg.yaml").toString(),
                        "--set",
                        "data.input=" + Packaged.root().resolve("conf/data/auto-mpg.csv"),
                        "--set",
                        "ensemble.members=1",
                        "--set",
                        "training.replicas=4",
                        "--set",
                        "training.batchSize=32",
                        "--set",
                        "training.epochs=1000",
                        "--set",
                        "training.checkpoint.everySeconds=0.2",
                        "--output",
                        directory.resolve(output).toString()));
    }

    /** Where nothing was left to be disturbed, there is nothing to be seen. */
    private static void requireUnfinished(String output) {
        assertThat(directory.resolve(output).resolve("model"))
                .as("the model of a training that must be long enough to be disturbed")
                .doesNotExist();
    }

    private static ChildProcess.Result requireSuccess(ChildProcess driver) {
        ChildProcess.Result result = driver.await(TRAINS_WITHIN);
        assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
        return result;
    }

    private static List<ProcessHandle> executors(ChildProcess worker) {
        return ExecutorProcesses.of(ProcessHandle.of(worker.pid()).orElseThrow());
    }

    private static void awaitCheckpoint(String output, ChildProcess driver) throws IOException {
        Path work = directory.resolve(output).resolve("work");
        Instant deadline = Instant.now().plus(TRAINS_WITHIN);
        while (!hasCheckpoint(work)) {
            assertThat(driver.isAlive()).as(driver.errors()).isTrue();
            assertThat(Instant.now()).as(driver.errors()).isBefore(deadline);
            sleep();
        }
    }

    private static boolean hasCheckpoint(Path work) throws IOException {
        if (!Files.isDirectory(work)) {
            return false;
        }
        try (Stream<Path> files = Files.find(
                work, 3, (file, attributes) -> file.getFileName().toString().startsWith("checkpoint-"))) {
            return files.findAny().isPresent();
        } catch (UncheckedIOException e) {
            // A directory is gone while it is looked through.
            return false;
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a checkpoint", e);
        }
    }

    private static byte[] weights(String output) throws IOException {
        return Files.readAllBytes(directory.resolve(output).resolve("model/weights.safetensors"));
    }
}
