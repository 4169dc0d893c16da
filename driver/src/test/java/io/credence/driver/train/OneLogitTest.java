package io.credence.driver.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credence.driver.config.Configuration;
import io.credence.driver.config.Format;
import io.credence.driver.score.ScoreJob;
import io.credence.driver.score.ScoreOptions;
import io.credence.kernels.InvalidSettingException;
import io.credence.spark.testing.SparkTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Binary cross-entropy, from the configuration to the report and scored rows. */
@SparkTest
class OneLogitTest {
    private static final int ROWS = 400;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"deep-ensemble", "mc-dropout", "bayes-by-backprop"})
    void train_withTwoClasses_reportsAndScoresProbabilitiesOfBoth(String method, SparkSession spark)
            throws IOException {
        Path rows = rows("no", "yes");
        Configuration configuration = configuration(
                method,
                rows,
                "ensemble.method=" + method,
                "training.loss.labelSmoothing=" + (method.equals("bayes-by-backprop") ? 0 : 0.02),
                "network.dropout=0.1",
                "ensemble.samples=7");

        new TrainJob(spark).run(configuration, new TrainOptions(false));

        JsonNode report = new ObjectMapper()
                .readTree(directory.resolve(method + "/report/report.json").toFile());
        JsonNode metrics = report.path("metrics").path("test");
        assertThat(metrics.path("accuracy").asDouble()).isGreaterThan(0.9);
        assertThat(metrics.path("auroc").asDouble()).isGreaterThan(0.95);
        assertThat(report.path("calibration").path("temperature").asDouble()).isPositive();
        assertThat(Files.readString(
                        directory.resolve(method + "/model/weights.safetensors"), StandardCharsets.ISO_8859_1))
                .contains("[50,1]");
        List<Row> scored = score(spark, method, rows);
        assertThat(scored).hasSize(ROWS).allSatisfy(OneLogitTest::isCoherent);
        long correct = scored.stream()
                .filter(row -> row.getAs("prediction").equals(row.getAs("y")))
                .count();
        assertThat(correct).isGreaterThan(ROWS * 9 / 10);
    }

    private static void isCoherent(Row row) {
        List<Number> probabilities = row.getList(row.fieldIndex("probability"));
        assertThat(probabilities).hasSize(2);
        double no = probabilities.get(0).doubleValue();
        double yes = probabilities.get(1).doubleValue();
        assertThat(no + yes).isCloseTo(1, within(1e-6));
        assertThat(row.<String>getAs("prediction")).isEqualTo(yes > no ? "yes" : "no");
        assertThat(row.<Double>getAs("total_uncertainty"))
                .isCloseTo(
                        row.<Double>getAs("aleatoric_uncertainty") + row.<Double>getAs("epistemic_uncertainty"),
                        within(1e-6));
    }

    @Test
    void train_withThreeClasses_failsBeforeAnyShardIsWritten(SparkSession spark) throws IOException {
        Configuration configuration = configuration("three", rows("no", "perhaps", "yes"));

        assertThatThrownBy(() -> new TrainJob(spark).run(configuration, new TrainOptions(false)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("training.loss.name is binary-cross-entropy; it must be cross-entropy when there are 3"
                        + " classes, because a single logit separates only two");
        try (Stream<Path> written = Files.walk(directory.resolve("three"))) {
            assertThat(written.filter(Files::isRegularFile)).isEmpty();
        }
    }

    private List<Row> score(SparkSession spark, String name, Path rows) throws IOException {
        String output = directory.resolve(name + "-scored").toString();
        new ScoreJob(spark)
                .run(new ScoreOptions(
                        directory.resolve(name + "/model").toString(),
                        rows.toString(),
                        Format.CSV,
                        Map.of("header", "true"),
                        output,
                        Format.PARQUET,
                        false));
        return spark.read().parquet(output).collectAsList();
    }

    private Configuration configuration(String name, Path rows, String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "task=classification",
                "ensemble.members=2",
                "training.loss={name: binary-cross-entropy}",
                "training.epochs=30"));
        all.addAll(List.of(settings));
        return new Trainings(directory, rows).configuration(name, all.toArray(String[]::new));
    }

    /** Writes the same number of rows for each class. Each class is scattered around its own point on a line. */
    private Path rows(String... classes) throws IOException {
        Random random = new Random(2);
        List<String> lines = new ArrayList<>(List.of("x0,x1,y"));
        for (int i = 0; i < ROWS; i++) {
            int label = i % classes.length;
            double centre = 4 * label;
            lines.add((centre + random.nextGaussian()) + "," + (centre + random.nextGaussian()) + "," + classes[label]);
        }
        return Files.write(directory.resolve("rows.csv"), lines);
    }
}
