package io.credence.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.spark.testing.ChildProcess;
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

/**
 * Training runs of one member by a gang of four tasks on two workers of a standalone cluster. They run long enough to
 * be disturbed after the first checkpoint. Their models are compared with that of one undisturbed task on this
 * machine.
 */
final class DisturbedTrainings implements AutoCloseable {
    static final Duration END_WITHIN = Duration.ofMinutes(5);
    private static final String UNDISTURBED = "undisturbed";

    private final Path directory;
    private final StandaloneCluster cluster;

    private DisturbedTrainings(Path directory) throws IOException {
        this.directory = directory;
        this.cluster = StandaloneCluster.start(Packaged.spark(), directory, 2, 2, 1024);
    }

    /** Starts the cluster and trains the undisturbed model. */
    static DisturbedTrainings in(Path directory) throws IOException {
        DisturbedTrainings trainings = new DisturbedTrainings(directory);
        try (ChildProcess driver = trainings.start("local[1]", UNDISTURBED, List.of())) {
            requireSuccess(driver);
            return trainings;
        } catch (AssertionError e) {
            trainings.close();
            throw e;
        }
    }

    List<ChildProcess> workers() {
        return cluster.workers();
    }

    /** Starts or resumes a training run on the cluster. */
    ChildProcess start(String output, String... moreOptions) {
        return start(cluster.url(), output, List.of(moreOptions));
    }

    private ChildProcess start(String master, String output, List<String> moreOptions) {
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
        options.addAll(moreOptions);
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

    /** Requires that a training run had not finished when it was disturbed; otherwise the test would prove nothing. */
    void requireUnfinished(String output) {
        assertThat(directory.resolve(output).resolve("model"))
                .as("the model of a training run that must not finish before it is disturbed")
                .doesNotExist();
    }

    static ChildProcess.Result requireSuccess(ChildProcess driver) {
        ChildProcess.Result result = driver.await(END_WITHIN);
        assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
        return result;
    }

    void awaitCheckpoint(String output, ChildProcess driver) throws IOException {
        Path work = directory.resolve(output).resolve("work");
        Instant deadline = Instant.now().plus(END_WITHIN);
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
            // A directory was deleted during the walk.
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

    private byte[] weights(String output) throws IOException {
        return Files.readAllBytes(directory.resolve(output).resolve("model/weights.safetensors"));
    }

    /** Requires that a finished training run has the same model as the undisturbed one, bit for bit. */
    void requireSameBits(String output) throws IOException {
        assertThat(weights(output)).isEqualTo(weights(UNDISTURBED));
    }

    @Override
    public void close() {
        cluster.close();
    }
}
