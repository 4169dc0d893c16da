package io.credence.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.spark.testing.ChildProcess;
import io.credence.spark.testing.StandaloneCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged jar goes through {@code org.apache.spark.deploy.SparkSubmit} to a master and two workers, and trains there
 * what it trains on this machine: the same bits, whatever the cores, the executors, and the order and files of the rows.
 */
class ClusterSubmitIT {
    private static final Duration TRAINS_WITHIN = Duration.ofMinutes(5);

    @TempDir
    private static Path directory;

    private static StandaloneCluster cluster;
    private static byte[] reference;

    @BeforeAll
    static void trainOnOneCore() throws IOException {
        cluster = StandaloneCluster.start(Packaged.spark(), directory, 2, 1, 1024);
        reference = train("local-1", "--master", "local[1]");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void twoExecutors_trainTheSameBits() throws IOException {
        assertThat(train("cluster", "--executor-memory", "800m")).isEqualTo(reference);
    }

    @Test
    void twoCores_withRowsShuffledOverSeveralFiles_trainTheSameBits() throws IOException {
        Path shuffled = shuffled(Packaged.root().resolve("conf/data/auto-mpg.csv"), 3);

        assertThat(train("local-2", shuffled, "--master", "local[2]")).isEqualTo(reference);
    }

    @Test
    void configurationOfTheUser_wrong_exitsWithTwoAndOneMessage() {
        ChildProcess.Result result = cluster.submit(
                List.of("--master", "local[1]"),
                List.of(
                        Packaged.jar().toString(),
                        "train",
                        directory.resolve("none.yaml").toString()),
                TRAINS_WITHIN);

        assertThat(result.exitCode()).as(result.errors()).isEqualTo(2);
        assertThat(result.errors()).contains("none.yaml").doesNotContain("\tat ");
    }

    private static byte[] train(String name, String... options) throws IOException {
        return train(name, Packaged.root().resolve("conf/data/auto-mpg.csv"), options);
    }

    private static byte[] train(String name, Path input, String... options) throws IOException {
        Path output = directory.resolve("run-" + name);
        List<String> application = List.of(
                Packaged.jar().toString(),
                "train",
                Packaged.root().resolve("conf/auto-mpg.yaml").toString(),
                "--set",
                "data.input=" + input.toUri(),
                "--set",
                "ensemble.members=4",
                "--set",
                "training.epochs=3",
                "--output",
                output.toUri().toString());
        ChildProcess.Result result = cluster.submit(List.of(options), application, TRAINS_WITHIN);
        assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
        return Files.readAllBytes(output.resolve("model/weights.safetensors"));
    }

    /** The rows of a CSV file in another order, in several files of different sizes. */
    private static Path shuffled(Path csv, int files) throws IOException {
        List<String> lines = Files.readAllLines(csv);
        List<String> rows = new ArrayList<>(lines.subList(1, lines.size()));
        Collections.shuffle(rows, new Random(7));
        Path split = Files.createDirectory(directory.resolve("shuffled"));
        int from = 0;
        for (int i = 1; i <= files; i++) {
            int to = rows.size() * i * i / (files * files);
            List<String> part = new ArrayList<>(List.of(lines.get(0)));
            part.addAll(rows.subList(from, to));
            Files.write(split.resolve("part-" + i + ".csv"), part);
            from = to;
        }
        return split;
    }
}
