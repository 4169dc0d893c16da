package io.credence.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.spark.testing.ChildProcess;
import io.credence.spark.testing.MiniHdfs;
import io.credence.spark.testing.StandaloneCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged jar, submitted with {@code org.apache.spark.deploy.SparkSubmit} to a master and two workers, trains the
 * same model as on this machine, bit for bit, regardless of cores, executors, and the order and files of the rows.
 */
class ClusterSubmitIT {
    private static final Duration TRAINS_WITHIN = Duration.ofMinutes(5);
    private static final Path CSV = Packaged.root().resolve("conf/data/auto-mpg.csv");

    @TempDir
    private static Path directory;

    private static StandaloneCluster cluster;
    private static byte[] reference;

    @BeforeAll
    static void trainOnOneCore() throws IOException {
        cluster = StandaloneCluster.start(Packaged.spark(), directory, 2, 1, 1024);
        reference = trainHere("local[1]", CSV);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void model_fromShuffledRowsInSeveralFilesOnTwoCores_hasTheSameBits() throws IOException {
        assertThat(trainHere("local[2]", shuffled(CSV, 3))).isEqualTo(reference);
    }

    /** Data and output are on HDFS, with relative paths as in docker-compose.yml. */
    @Test
    void model_fromTwoExecutorsAndHdfs_hasTheSameBits() throws IOException {
        try (MiniHdfs hdfs = MiniHdfs.start(directory.resolve("hdfs"))) {
            FileSystem files = hdfs.fileSystem();
            files.mkdirs(files.getHomeDirectory());
            files.copyFromLocalFile(path(Packaged.root().resolve("conf")), files.getHomeDirectory());

            submit(
                    List.of("--executor-memory", "800m", "--conf", "spark.hadoop.fs.defaultFS=" + hdfs.uri()),
                    train("conf/data/auto-mpg.csv", "runs/cluster"));

            Path weights = directory.resolve("cluster.safetensors");
            files.copyToLocalFile(
                    new org.apache.hadoop.fs.Path("runs/cluster/model/weights.safetensors"), path(weights));
            assertThat(Files.readAllBytes(weights)).isEqualTo(reference);
        }
    }

    @Test
    void train_withAMissingConfiguration_exitsWithTwoAndOneMessage() {
        ChildProcess.Result result = cluster.submit(
                List.of("--master", "local[1]"),
                List.of(Packaged.jar().toString(), "train", "none.yaml"),
                TRAINS_WITHIN);

        assertThat(result.exitCode()).as(result.errors()).isEqualTo(2);
        assertThat(result.errors()).contains("none.yaml").doesNotContain("\tat ");
    }

    /** Returns the weights of a training run on a local master. */
    private static byte[] trainHere(String master, Path input) throws IOException {
        Path output = Files.createTempDirectory(directory, "run").resolve("output");
        submit(List.of("--master", master), train(input.toString(), output.toString()));
        return Files.readAllBytes(output.resolve("model/weights.safetensors"));
    }

    private static List<String> train(String input, String output) {
        return List.of(
                Packaged.jar().toString(),
                "train",
                Packaged.root().resolve("conf/auto-mpg.yaml").toString(),
                "--set",
                "data.input=" + input,
                "--set",
                "ensemble.members=4",
                "--set",
                "training.epochs=3",
                "--output",
                output);
    }

    private static void submit(List<String> options, List<String> application) {
        ChildProcess.Result result = cluster.submit(options, application, TRAINS_WITHIN);
        assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
    }

    private static org.apache.hadoop.fs.Path path(Path local) {
        return new org.apache.hadoop.fs.Path(local.toUri());
    }

    /** Writes the rows of a CSV file in another order to several files of different sizes. */
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
