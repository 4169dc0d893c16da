package io.credence.driver.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.credence.driver.UserException;
import io.credence.driver.config.Configuration;
import io.credence.driver.data.DataPreparation;
import io.credence.driver.data.profile.MissingNumbers;
import io.credence.spark.testing.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same command, run again after a training run that did not finish. */
@SparkTest
class UnfinishedTrainingTest {
    private SparkSession spark;
    private Trainings trainings;

    @TempDir
    private Path directory;

    @BeforeEach
    void writeRows() throws IOException {
        trainings = Trainings.in(directory, 300);
        train("undisturbed");
    }

    /** A report that cannot be written has the same effect as a driver killed while it writes the report. */
    @Test
    void run_afterTheReportCouldNotBeWritten_reusesTheMembers() throws IOException {
        Path inTheWay = Files.createFile(
                Files.createDirectories(directory.resolve("ended")).resolve("report"));
        assertThatThrownBy(() -> train("ended")).hasMessageContaining("report");
        assertThat(directory.resolve("ended/model")).doesNotExist();

        Files.delete(inTheWay);
        train("ended");
        assertThat(trainings.weights("ended")).isEqualTo(trainings.weights("undisturbed"));
        assertThat(new ObjectMapper()
                        .readTree(directory.resolve("ended/report/report.json").toFile())
                        .path("timing")
                        .path("stepsPerSecond")
                        .doubleValue())
                .isZero();
    }

    /** Training finds the damaged training shard, and evaluation the damaged test shard. */
    @ParameterizedTest
    @ValueSource(strings = {"train", "test"})
    void run_withADamagedShard_namesItAndTheNextRunWritesItAgain(String split) throws IOException {
        Configuration configuration = configuration("damaged");
        new DataPreparation(spark)
                .prepare(
                        configuration.data(),
                        configuration.labelKind(),
                        MissingNumbers.of(configuration.network(), configuration.training()),
                        configuration.training().replicas(),
                        directory.resolve("damaged/work").toString());
        Path shard = shard(split);
        byte[] bytes = Files.readAllBytes(shard);
        bytes[bytes.length / 2] ^= 1;
        Files.write(shard, bytes);

        assertThatThrownBy(() -> train("damaged"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(shard + " cannot be used")
                .hasMessageEndingWith("run the same command to prepare the data again");
        train("damaged");
        assertThat(trainings.weights("damaged")).isEqualTo(trainings.weights("undisturbed"));
    }

    private Path shard(String split) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("damaged/work"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(split + "-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Configuration configuration(String name) {
        return trainings.configuration(name, "ensemble.members=2");
    }

    private void train(String name) throws IOException {
        new TrainJob(spark).run(configuration(name), new TrainOptions(false));
    }
}
