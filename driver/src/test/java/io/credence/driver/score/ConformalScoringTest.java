package io.credence.driver.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credence.driver.config.ConfigurationReader;
import io.credence.driver.config.Format;
import io.credence.driver.evaluation.EvaluateJob;
import io.credence.driver.evaluation.EvaluateOptions;
import io.credence.driver.train.TrainJob;
import io.credence.driver.train.TrainOptions;
import io.credence.ensemble.metric.Evaluation;
import io.credence.spark.testing.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conformal regions from the configuration to the scored rows and the report, on real Spark. */
@SparkTest
class ConformalScoringTest {
    /**
     * A quarter of 1200 rows is held out, so the coverage of new rows has a standard deviation of 0.023 around 0.8.
     */
    private static final int ROWS = 1200;

    @TempDir
    private Path directory;

    @Test
    void intervals_onNewRows_haveTheGuaranteedCoverage_andTheReportStatesTheMeasuredOne(SparkSession spark)
            throws IOException {
        train(spark, "regression", "{coverage: 0.8}");
        Path rows = write("new.csv", rows(false, 3));
        Evaluation measured = evaluate(spark, rows);
        List<Row> scored = score(spark, rows);
        double covered = fraction(scored, row -> {
            double label = row.getAs("y");
            return row.<Double>getAs("conformal_lower") <= label && label <= row.<Double>getAs("conformal_upper");
        });

        assertThat(covered).isBetween(0.72, 0.88).isEqualTo(measured.metrics().get("conformalCoverage"));
        assertThat(measured.metrics().get("conformalWidth")).isPositive();
        assertThat(scored).allSatisfy(row -> assertThat(row.<Double>getAs("lower"))
                .as("the central 95 % interval is kept in addition to the 80 % conformal one")
                .isLessThan(row.<Double>getAs("conformal_lower")));
        JsonNode conformal = report().path("calibration").path("conformal");
        assertThat(conformal.path("coverage").asDouble()).isEqualTo(0.8);
        assertThat(conformal.path("multiplier").asDouble()).isPositive();
        assertThat(report().path("metrics")
                        .path("test")
                        .path("conformalCoverage")
                        .isNumber())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"least-ambiguous", "adaptive"})
    void labelSets_onNewRows_haveTheGuaranteedCoverage_andContainThePrediction(String score, SparkSession spark)
            throws IOException {
        train(spark, "classification", "{coverage: 0.8, score: " + score + "}");
        Path rows = write("new.csv", rows(true, 4));
        Evaluation measured = evaluate(spark, rows);
        List<Row> scored = score(spark, rows);

        assertThat(fraction(scored, row -> set(row).contains(row.<String>getAs("y"))))
                .isBetween(0.72, 1.0)
                .isEqualTo(measured.metrics().get("conformalCoverage"));
        assertThat(scored)
                .allSatisfy(row -> assertThat(set(row)).contains(row.<String>getAs("prediction")))
                .anySatisfy(row -> assertThat(set(row)).hasSizeLessThan(3));
        assertThat(scored.stream().mapToInt(row -> set(row).size()).average().orElseThrow())
                .isEqualTo(measured.metrics().get("conformalSetSize"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"regression", "classification"})
    void folds_giveCrossValidatedRegions_andTheReportStatesTheGuarantee(String task, SparkSession spark)
            throws IOException {
        train(spark, task, "{coverage: 0.8}", "folds: 2, validation: 0");
        Path rows = write("new.csv", rows(task.equals("classification"), 3));
        Evaluation measured = evaluate(spark, rows);
        double covered = fraction(
                score(spark, rows),
                row -> task.equals("classification")
                        ? set(row).contains(row.<String>getAs("y"))
                        : row.<Double>getAs("conformal_lower") <= row.<Double>getAs("y")
                                && row.<Double>getAs("y") <= row.<Double>getAs("conformal_upper"));

        assertThat(covered).isBetween(0.74, 0.95).isEqualTo(measured.metrics().get("conformalCoverage"));
        JsonNode conformal = report().path("calibration").path("conformal");
        assertThat(conformal.path("folds").asInt()).isEqualTo(2);
        assertThat(conformal.path("guarantee").asDouble()).isBetween(0.59, 0.6);
        assertThat(report().path("rows").path("folds").asInt()).isEqualTo(2);
        assertThat(Files.readString(directory.resolve("run/report/index.html")))
                .contains("CV+ over 2 folds")
                .contains("The training rows also serve as validation rows, in 2 folds");
    }

    @Test
    void tooFewValidationRows_giveUnboundedRegions_andAWarning(SparkSession spark) throws IOException {
        train(spark, "regression", "{coverage: 0.9999}");
        assertThat(score(spark, directory.resolve("train.csv"))).allSatisfy(row -> {
            assertThat(row.<Double>getAs("conformal_lower")).isEqualTo(Double.NEGATIVE_INFINITY);
            assertThat(row.<Double>getAs("conformal_upper")).isEqualTo(Double.POSITIVE_INFINITY);
        });
        assertThat(report().path("warnings").toString()).contains("at least 9999 are needed");
    }

    private void train(SparkSession spark, String task, String conformal) throws IOException {
        train(spark, task, conformal, "validation: 0.25");
    }

    private void train(SparkSession spark, String task, String conformal, String split) throws IOException {
        Path rows = write("train.csv", rows(task.equals("classification"), 2));
        String text = "data: {input: '" + rows + "', label: y, split: {" + split + "}}\ntask: " + task
                + "\nensemble: {members: 2}\ntraining: {preset: none, epochs: 10, batchSize: 32,"
                + " optimizer: {name: adamw, learningRate: 0.01}}"
                + "\ncalibration: {conformal: " + conformal + "}\noutput: '" + directory.resolve("run") + "'\n";
        new TrainJob(spark).run(ConfigurationReader.parse("test", text, List.of()), new TrainOptions(false));
    }

    private Evaluation evaluate(SparkSession spark, Path rows) throws IOException {
        return new EvaluateJob(spark)
                .run(new EvaluateOptions(
                        directory.resolve("run/model").toString(),
                        rows.toString(),
                        null,
                        null,
                        Map.of(),
                        directory.resolve("check").toString()))
                .evaluation();
    }

    private List<Row> score(SparkSession spark, Path rows) throws IOException {
        String output = directory.resolve("scored").toString();
        new ScoreJob(spark)
                .run(new ScoreOptions(
                        directory.resolve("run/model").toString(),
                        rows.toString(),
                        Format.CSV,
                        Map.of(),
                        output,
                        Format.PARQUET,
                        false));
        return spark.read().parquet(output).collectAsList();
    }

    private JsonNode report() throws IOException {
        return new ObjectMapper()
                .readTree(directory.resolve("run/report/report.json").toFile());
    }

    private static List<String> set(Row row) {
        return row.getList(row.fieldIndex("prediction_set"));
    }

    private static double fraction(List<Row> rows, Predicate<Row> predicate) {
        return rows.stream().filter(predicate).count() / (double) rows.size();
    }

    private Path write(String file, List<String> rows) throws IOException {
        List<String> lines = new ArrayList<>(List.of("x0,x1,y"));
        lines.addAll(rows);
        return Files.write(directory.resolve(file), lines);
    }

    /** Returns rows with heavy-tailed labels, or with one of three overlapping classes. */
    private static List<String> rows(boolean classes, int seed) {
        Random random = new Random(seed);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            double x0 = random.nextGaussian();
            double x1 = random.nextGaussian();
            double y = x0 - 2 * x1 + random.nextGaussian() / Math.sqrt(0.2 + random.nextDouble());
            rows.add(x0 + "," + x1 + "," + (classes ? y < -1 ? "low" : y < 1 ? "middle" : "high" : y));
        }
        return rows;
    }
}
