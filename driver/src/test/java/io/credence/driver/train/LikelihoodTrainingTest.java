package io.credence.driver.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credence.driver.UserException;
import io.credence.driver.config.Configuration;
import io.credence.driver.config.Format;
import io.credence.driver.score.ScoreJob;
import io.credence.driver.score.ScoreOptions;
import io.credence.spark.testing.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Likelihoods of a regression, from the configuration to the report and scored rows. */
@SparkTest
class LikelihoodTrainingTest {
    private static final int ROWS = 400;
    private static final BiFunction<Double, Random, Object> COUNT =
            (x, random) -> (int) Math.floor(-Math.log(1 - random.nextDouble()) * Math.exp(x));
    private static final BiFunction<Double, Random, Object> PRICE =
            (x, random) -> 100 * Math.exp(2 * x + random.nextGaussian());

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"poisson-nll", "negative-binomial-nll"})
    void countLikelihoods_scoreIntegerIntervals(String loss, SparkSession spark) throws IOException {
        List<Row> scored = trainAndScore(loss, rows(COUNT), spark);

        assertThat(scored).allSatisfy(row -> {
            for (String end : List.of("lower", "upper", "conformal_lower", "conformal_upper")) {
                double value = row.getAs(end);
                assertThat(value).as(end).isNotNegative().isEqualTo(Math.rint(value));
            }
            assertThat(row.<Double>getAs("prediction")).isPositive();
        });
        requireReport(loss, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"log-normal-nll", "gaussian-mixture-nll", "student-t-nll", "quantile"})
    void continuousLikelihoods_scoreTheirIntervals(String loss, SparkSession spark) throws IOException {
        List<Row> scored = trainAndScore(loss, rows(PRICE), spark);

        assertThat(scored).allSatisfy(row -> {
            double lower = row.getAs("lower");
            double upper = row.getAs("upper");
            assertThat(lower).isLessThan(upper);
            assertThat(row.<Double>getAs("conformal_lower")).isLessThanOrEqualTo(row.<Double>getAs("conformal_upper"));
            if (loss.equals("log-normal-nll")) {
                assertThat(lower).isPositive();
                assertThat(row.<Double>getAs("conformal_lower")).isNotNegative();
            }
        });
        requireReport(loss, true);
    }

    private List<Row> trainAndScore(String loss, Path rows, SparkSession spark) throws IOException {
        new TrainJob(spark).run(configuration(loss, rows), new TrainOptions(false));
        String output = directory.resolve(loss + "-scored").toString();
        new ScoreJob(spark)
                .run(new ScoreOptions(
                        directory.resolve(loss + "/model").toString(),
                        rows.toString(),
                        Format.CSV,
                        Map.of("header", "true", "inferSchema", "true"),
                        output,
                        Format.PARQUET,
                        false));
        List<Row> scored = spark.read().parquet(output).collectAsList();
        assertThat(scored).hasSize(ROWS);
        return scored;
    }

    private void requireReport(String loss, boolean calibrated) throws IOException {
        JsonNode report = report(loss);
        JsonNode metrics = report.path("metrics").path("test");
        assertThat(metrics.path("nll").isNumber()).isTrue();
        assertThat(metrics.path("crps").asDouble()).isPositive();
        assertThat(metrics.path("coverage95").asDouble()).isBetween(0.7, 1.0);
        assertThat(report.path("calibration").has("varianceScale")).isEqualTo(calibrated);
        assertThat(report.path("calibration").path("conformal").has("margin")).isEqualTo(loss.equals("quantile"));
        // 0.8 is promised. About 20 rows set the margin and 40 measure it, so the standard deviation is 0.11.
        assertThat(metrics.path("conformalCoverage").asDouble()).isGreaterThan(0.5);
        assertThat(report.path("configuration")
                        .path("training")
                        .path("loss")
                        .path("name")
                        .asText())
                .isEqualTo(loss);
    }

    private JsonNode report(String name) throws IOException {
        return new ObjectMapper()
                .readTree(directory.resolve(name + "/report/report.json").toFile());
    }

    @Test
    void train_withAFractionAsCount_namesTheRow(SparkSession spark) throws IOException {
        Path rows = rows(COUNT);
        Files.writeString(rows, Files.readString(rows) + "0.125,2.5\n");

        assertThatThrownBy(() -> new TrainJob(spark).run(configuration("poisson-nll", rows), new TrainOptions(false)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("the label y of")
                .hasMessageContaining("is not a non-negative integer in 1 row, such as (x=0.125, y=2.5); training.loss"
                        + " needs a non-negative integer in every row: remove those rows, or use another loss");
    }

    @Test
    void train_withAGaussianForCountsAndPrices_warnsAndNamesAnotherLoss(SparkSession spark) throws IOException {
        new TrainJob(spark).run(configuration("gaussian-nll", rows(COUNT)), new TrainOptions(false));

        assertThat(report("gaussian-nll").path("warnings").toString())
                .contains("a count in the others; gaussian-nll predicts negative counts: try"
                        + " training.loss={name: negative-binomial-nll}");

        new TrainJob(spark).run(configuration("mse", rows(PRICE)), new TrainOptions(false));

        assertThat(report("mse").path("warnings").toString())
                .contains("mse fits such labels at the cost of all others: try training.loss={name: log-normal-nll}");
    }

    private Configuration configuration(String loss, Path rows) {
        return new Trainings(directory, rows)
                .configuration(
                        loss,
                        "training.loss={name: " + loss + "}",
                        "ensemble.members=2",
                        "training.epochs=10",
                        "calibration.conformal={coverage: 0.8, score: "
                                + (loss.equals("quantile") ? "quantile" : "least-ambiguous") + "}");
    }

    private Path rows(BiFunction<Double, Random, Object> label) throws IOException {
        Random random = new Random(5);
        List<String> lines = new ArrayList<>(List.of("x,y"));
        for (int row = 0; row < ROWS; row++) {
            double x = random.nextGaussian();
            lines.add(x + "," + label.apply(x, random));
        }
        return Files.write(directory.resolve("rows.csv"), lines);
    }
}
