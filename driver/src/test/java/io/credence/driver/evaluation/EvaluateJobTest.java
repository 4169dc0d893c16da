package io.credence.driver.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credence.driver.UserException;
import io.credence.driver.config.ConfigurationReader;
import io.credence.driver.config.Format;
import io.credence.driver.train.TrainJob;
import io.credence.driver.train.TrainOptions;
import io.credence.spark.testing.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Evaluation of labelled rows on real Spark. */
@SparkTest
class EvaluateJobTest {
    private static final int ROWS = 600;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"regression", "classification"})
    void sameRows_inOneFileOrShuffledOverTwenty_giveTheSameReportBits(String task, SparkSession spark)
            throws Exception {
        boolean classes = task.equals("classification");
        train(spark, task);
        List<String> rows = rows(classes, 1);
        List<String> others = rows(classes, 2);
        write("one/rows.csv", rows);
        write("other/rows.csv", others);
        Collections.shuffle(rows, new Random(3));
        for (int file = 0; file < 20; file++) {
            write("twenty/rows" + file + ".csv", rows.subList(file * ROWS / 20, (file + 1) * ROWS / 20));
        }

        JsonNode one = evaluate(spark, "one", "other");
        JsonNode twenty = inManyPartitions(spark, () -> evaluate(spark, "twenty", "other"));
        for (String key : new String[] {"metrics", "uncertainty", "ood", "curves"}) {
            assertThat(twenty.get(key)).as(key).isNotEmpty().isEqualTo(one.get(key));
        }
        if (!classes) {
            assertEmptyInputsAreRejected(spark);
        }
    }

    private void assertEmptyInputsAreRejected(SparkSession spark) throws IOException {
        write("empty/rows.csv", List.of());
        assertThatThrownBy(() -> evaluate(spark, "empty", null))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("empty has no rows; it must have at least 1");
        assertThatThrownBy(() -> evaluate(spark, "one", "empty"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("empty has no rows; it must have at least 1");
    }

    private JsonNode inManyPartitions(SparkSession spark, Callable<JsonNode> evaluation) throws Exception {
        spark.conf().set("spark.sql.files.maxPartitionBytes", "1000b");
        try {
            assertThat(spark.read()
                            .csv(directory.resolve("twenty").toString())
                            .rdd()
                            .getNumPartitions())
                    .isGreaterThanOrEqualTo(20);
            return evaluation.call();
        } finally {
            spark.conf().unset("spark.sql.files.maxPartitionBytes");
        }
    }

    private void train(SparkSession spark, String task) throws IOException {
        write("train/rows.csv", rows(task.equals("classification"), 4));
        String text =
                "data: {input: '" + directory.resolve("train") + "', format: csv, options: {header: true}, label: y}"
                        + "\ntask: " + task + "\nensemble: {members: 3}\nnetwork: {hidden: [8]}"
                        + "\ntraining: {preset: none, epochs: 2, batchSize: 64}"
                        + "\ncalibration: {conformal: {coverage: 0.8}}\noutput: '"
                        + directory.resolve("run") + "'\n";
        new TrainJob(spark).run(ConfigurationReader.parse("test", text, List.of()), new TrainOptions(false));
    }

    private JsonNode evaluate(SparkSession spark, String input, String other) throws IOException {
        Path report = directory.resolve("report");
        new EvaluateJob(spark)
                .run(new EvaluateOptions(
                        directory.resolve("run/model").toString(),
                        directory.resolve(input).toString(),
                        other == null ? null : directory.resolve(other).toString(),
                        Format.CSV,
                        Map.of("header", "true"),
                        report.toString()));
        return new ObjectMapper().readTree(report.resolve("report.json").toFile());
    }

    private void write(String file, List<String> rows) throws IOException {
        List<String> lines = new ArrayList<>(List.of("x0,x1,y"));
        lines.addAll(rows);
        Files.createDirectories(directory.resolve(file).getParent());
        Files.write(directory.resolve(file), lines);
    }

    private static List<String> rows(boolean classes, int seed) {
        Random random = new Random(seed);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            double x0 = random.nextGaussian();
            double x1 = random.nextGaussian();
            double y = x0 - 2 * x1 + random.nextGaussian();
            rows.add(x0 + "," + x1 + "," + (classes ? y < -1 ? "low" : y < 1 ? "middle" : "high" : y));
        }
        return rows;
    }
}
