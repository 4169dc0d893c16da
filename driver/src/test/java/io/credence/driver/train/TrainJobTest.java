package io.credence.driver.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credence.driver.UserException;
import io.credence.driver.config.Configuration;
import io.credence.driver.config.ConfigurationReader;
import io.credence.driver.config.Format;
import io.credence.driver.evaluation.EvaluateJob;
import io.credence.driver.evaluation.EvaluateOptions;
import io.credence.driver.evaluation.EvaluateResult;
import io.credence.driver.score.ScoreJob;
import io.credence.driver.score.ScoreOptions;
import io.credence.ensemble.calibration.Calibration;
import io.credence.spark.testing.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training, scoring and evaluation on a real Spark session. */
@SparkTest
class TrainJobTest {
    private static final int ROWS = 300;

    @TempDir
    private Path directory;

    @Test
    void run_ofARegression_writesModelAndReport(SparkSession spark) throws IOException {
        TrainResult result = train(spark, regression("whole", writeRows("rows.csv", regressionRows())));
        assertThat(result.test().metrics())
                .containsKeys(
                        "rmse",
                        "mae",
                        "nll",
                        "gaussianNll",
                        "crps",
                        "coverage50",
                        "coverage90",
                        "coverage95",
                        "intervalWidth95");
        assertThat(result.test().metrics().get("rmse")).isLessThan(1.5);
        JsonNode report = report("whole");
        assertThat(report.path("task").asText()).isEqualTo("regression");
        assertThat(report.path("method").asText()).isEqualTo("deep-ensemble");
        assertThat(report.path("members").asInt()).isEqualTo(2);
        assertThat(report.path("rows").path("train").asLong()
                        + report.path("rows").path("validation").asLong()
                        + report.path("rows").path("test").asLong())
                .isEqualTo(ROWS);
        for (String split : List.of("test", "testUncalibrated", "validation")) {
            assertThat(report.path("metrics").path(split).path("nll").isNumber())
                    .isTrue();
        }
        JsonNode uncertainty = report.path("uncertainty");
        assertThat(uncertainty.path("total").asDouble())
                .isCloseTo(
                        uncertainty.path("aleatoric").asDouble()
                                + uncertainty.path("epistemic").asDouble(),
                        within(1e-9));
        assertThat(report.path("calibration").path("varianceScale").asDouble()).isPositive();
        assertThat(report.path("timing").fieldNames())
                .toIterable()
                .contains("wallSeconds", "trainSeconds", "stepsPerSecond", "exchangeSeconds");
        assertThat(report.path("rowsToReview").path("byEpistemic")).isNotEmpty();
        assertThat(directory.resolve("whole/report/index.html")).isNotEmptyFile();
        assertThat(directory.resolve("whole/work")).doesNotExist();
    }

    @Test
    void run_withShuffledRowsInSeveralFiles_givesTheSameBits(SparkSession spark) throws IOException {
        List<String> rows = regressionRows();
        train(spark, regression("one", writeRows("one.csv", rows)));
        List<String> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(5));
        Path folder = Files.createDirectory(directory.resolve("many"));
        for (int file = 0; file < 3; file++) {
            writeRows("many/" + file + ".csv", shuffled.subList(file * 100, (file + 1) * 100));
        }
        train(spark, regression("other", folder, "data.format=csv"));
        assertThat(weights("other")).isEqualTo(weights("one"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"deep-ensemble", "mc-dropout", "mc-dropout-ensemble", "bayes-by-backprop"})
    void score_withEveryMethod_keepsTheRowsAndAddsUncertainty(String method, SparkSession spark) throws IOException {
        Path rows = writeRows("rows.csv", regressionRows());
        train(
                spark,
                regression(method, rows, "ensemble.method=" + method, "network.dropout=0.1", "ensemble.samples=7"));
        String output = directory.resolve(method + "-scored").toString();
        new ScoreJob(spark).run(scoring(method, rows, output));
        List<Row> scored = spark.read().parquet(output).collectAsList();
        assertThat(scored).hasSize(ROWS).allSatisfy(row -> {
            double total = row.getAs("total_uncertainty");
            double aleatoric = row.getAs("aleatoric_uncertainty");
            double epistemic = row.getAs("epistemic_uncertainty");
            assertThat(total).isCloseTo(aleatoric + epistemic, within(1e-9 * total));
            assertThat(epistemic).isPositive();
            assertThat(row.<Double>getAs("lower")).isLessThan(row.<Double>getAs("prediction"));
            assertThat(row.<Double>getAs("upper")).isGreaterThan(row.<Double>getAs("prediction"));
            assertThat(row.<String>getAs("colour")).isIn("red", "green");
        });
    }

    @Test
    void run_withFolds_calibratesEachRowWithMembersThatHaveNotSeenIt(SparkSession spark) throws IOException {
        Random random = new Random(7);
        List<String> noise = IntStream.range(0, ROWS)
                .mapToObj(row -> random.nextGaussian() + "," + random.nextGaussian() + ",red," + random.nextGaussian())
                .toList();
        TrainResult result = train(
                spark,
                regression(
                        "folds",
                        writeRows("noise.csv", noise),
                        "data.split={test: 0.3, folds: 2}",
                        "ensemble.members=4",
                        "network.hidden=[100, 100]",
                        "training.epochs=200"));
        assertThat(result.validationRows()).isEqualTo(result.trainRows());
        // The labels are noise, which the members have memorised. Only unseen rows reveal that.
        assertThat(result.validation().metrics().get("rmse")).isGreaterThan(1);
        assertThat(result.validation().metrics().get("coverage90")).isBetween(0.8, 0.97);
        assertThat(result.test().metrics().get("coverage90")).isBetween(0.8, 1.0);
        assertThat(((Calibration.VarianceScale) result.calibration()).scale()).isGreaterThan(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"binary-cross-entropy", "cross-entropy", "focal", "mse"})
    void run_withEveryClassificationLoss_learns(String loss, SparkSession spark) throws IOException {
        Path rows = writeRows("classes.csv", classRows());
        TrainResult result = train(spark, classification(loss, rows, "training.loss={name: " + loss + "}"));
        assertThat(result.test().metrics().get("accuracy")).isGreaterThan(0.8);
        assertThat(report(loss).path("calibration").path("temperature").asDouble())
                .isPositive();
    }

    @Test
    void evaluate_withOutOfDistributionRows_detectsThem(SparkSession spark) throws IOException {
        Path rows = writeRows("classes.csv", classRows());
        train(spark, classification("known", rows));
        Path outOfDistribution = writeRows(
                "out-of-distribution.csv",
                classRows().stream()
                        .map(row -> row.replaceFirst("^[^,]*,[^,]*", "0.0,0.0"))
                        .toList());
        EvaluateResult result = new EvaluateJob(spark)
                .run(new EvaluateOptions(
                        directory.resolve("known/model").toString(),
                        rows.toString(),
                        outOfDistribution.toString(),
                        null,
                        Map.of(),
                        directory.resolve("check").toString()));
        assertThat(result.evaluation().rows()).isEqualTo(ROWS);
        assertThat(result.outOfDistribution().get("total.auroc")).isGreaterThan(0.8);
        assertThat(directory.resolve("check/index.html")).isNotEmptyFile();
    }

    @Test
    void run_withSquaredError_predictsTheMeanErrorAsVariance(SparkSession spark) throws IOException {
        Path rows = writeRows("rows.csv", regressionRows());
        TrainResult result = train(spark, regression("mse", rows, "training.loss={name: mse}"));
        assertThat(result.test().uncertainty().aleatoric()).isBetween(0.05, 4.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"contrastive", "triplet"})
    void score_withAnEmbedding_placesRowsNearTheirOwnClass(String loss, SparkSession spark) throws IOException {
        Path rows = writeRows("rows.csv", classRows());
        Configuration configuration = configuration(
                "embedding", "space", rows, "ensemble.members=1", "network.embedding=3", "training.loss.name=" + loss);
        TrainResult result = train(spark, configuration);
        assertThat(result.test()).isNull();
        assertThat(report("space").path("task").asText()).isEqualTo("embedding");
        assertThat(directory.resolve("space/report/index.html")).isNotEmptyFile();

        String output = directory.resolve("scored").toString();
        new ScoreJob(spark).run(scoring("space", rows, output));
        List<Row> scored = spark.read().parquet(output).collectAsList();
        assertThat(scored.get(0).schema().fieldNames()).containsExactly("x0", "x1", "colour", "y", "prediction");
        assertThat(scored.get(0).<Float>getList(4)).hasSize(3);
        assertThat(fractionNearestToOwnClass(scored)).isGreaterThan(0.9);
    }

    /** Returns the fraction of rows whose nearest other row has the same label. */
    private static double fractionNearestToOwnClass(List<Row> rows) {
        long alike = rows.stream()
                .filter(row -> {
                    Row nearest = rows.stream()
                            .filter(other -> other != row)
                            .min(Comparator.comparingDouble(other -> squaredDistance(row, other)))
                            .orElseThrow();
                    return nearest.getAs("y").equals(row.getAs("y"));
                })
                .count();
        return (double) alike / rows.size();
    }

    private static double squaredDistance(Row a, Row b) {
        List<Float> p = a.getList(4);
        List<Float> q = b.getList(4);
        return IntStream.range(0, p.size())
                .mapToDouble(i -> (p.get(i) - q.get(i)) * (p.get(i) - q.get(i)))
                .sum();
    }

    @Test
    void evaluate_withAnEmbedding_throwsAUserException(SparkSession spark) throws IOException {
        Path rows = writeRows("rows.csv", classRows());
        train(spark, configuration("embedding", "space", rows, "ensemble.members=1", "training.epochs=1"));
        EvaluateOptions options = new EvaluateOptions(
                directory.resolve("space/model").toString(),
                rows.toString(),
                null,
                null,
                Map.of(),
                directory.resolve("check").toString());
        assertThatThrownBy(() -> new EvaluateJob(spark).run(options))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("an embedding");
    }

    @Test
    void run_withAnExistingModel_throwsUnlessOverwriteIsSet(SparkSession spark) throws IOException {
        Configuration configuration = regression("twice", writeRows("rows.csv", regressionRows()));
        train(spark, configuration);
        byte[] first = weights("twice");
        assertThatThrownBy(() -> train(spark, configuration))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("already holds a model")
                .hasMessageContaining("--overwrite");
        new TrainJob(spark).run(configuration, new TrainOptions(true));
        assertThat(weights("twice")).isEqualTo(first);
    }

    @Test
    void run_withAnOutputBelowAFile_throwsAUserException(SparkSession spark) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "not a directory");
        Configuration configuration =
                regression("x", writeRows("rows.csv", regressionRows()), "output=" + file.resolve("below"));
        assertThatThrownBy(() -> train(spark, configuration))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("nothing can be written");
    }

    @Test
    void score_withAMissingColumn_namesItAndWritesNothing(SparkSession spark) throws IOException {
        train(spark, regression("model", writeRows("rows.csv", regressionRows())));
        Path other = Files.write(directory.resolve("other.csv"), List.of("x0,colour", "1.0,red"));
        String output = directory.resolve("scored").toString();
        assertThatThrownBy(() -> new ScoreJob(spark).run(scoring("model", other, output)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("x1");
        assertThat(directory.resolve("scored")).doesNotExist();
    }

    @Test
    void score_withDamagedWeights_throws(SparkSession spark) throws IOException {
        Path rows = writeRows("rows.csv", regressionRows());
        train(spark, regression("model", rows));
        Path weights = directory.resolve("model/model/weights.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 5] ^= 1;
        Files.write(weights, bytes);
        Files.deleteIfExists(directory.resolve("model/model/.weights.safetensors.crc"));
        String output = directory.resolve("scored").toString();
        assertThatThrownBy(() -> new ScoreJob(spark).run(scoring("model", rows, output)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("weights.safetensors");
    }

    private static TrainResult train(SparkSession spark, Configuration configuration) throws IOException {
        return new TrainJob(spark).run(configuration, new TrainOptions(false));
    }

    private ScoreOptions scoring(String model, Path rows, String output) {
        return new ScoreOptions(
                directory.resolve(model + "/model").toString(),
                rows.toString(),
                Format.CSV,
                Map.of(),
                output,
                Format.PARQUET,
                false);
    }

    private Configuration regression(String name, Path input, String... settings) {
        return configuration("regression", name, input, settings);
    }

    private Configuration classification(String name, Path input, String... settings) {
        return configuration("classification", name, input, settings);
    }

    private Configuration configuration(String task, String name, Path input, String... settings) {
        List<String> all =
                new ArrayList<>(List.of("ensemble.members=2", "training.epochs=30", "training.batchSize=32"));
        all.addAll(Arrays.asList(settings));
        String text = "data: {input: '" + input + "', label: y}\ntask: " + task
                + "\ntraining: {preset: none, optimizer: {name: adamw, learningRate: 0.01}}\noutput: '"
                + directory.resolve(name)
                + "'\n";
        return ConfigurationReader.parse("test.yaml", text, all);
    }

    private JsonNode report(String name) throws IOException {
        return new ObjectMapper()
                .readTree(directory.resolve(name + "/report/report.json").toFile());
    }

    private byte[] weights(String name) throws IOException {
        return Files.readAllBytes(directory.resolve(name + "/model/weights.safetensors"));
    }

    private Path writeRows(String file, List<String> rows) throws IOException {
        List<String> lines = new ArrayList<>(List.of("x0,x1,colour,y"));
        lines.addAll(rows);
        return Files.write(directory.resolve(file), lines);
    }

    private static List<String> regressionRows() {
        Random random = new Random(1);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            double x0 = random.nextGaussian();
            double x1 = random.nextGaussian();
            boolean red = random.nextBoolean();
            double y = 3 * x0 - x1 + (red ? 2 : 0) + 0.5 * random.nextGaussian();
            rows.add(x0 + "," + x1 + "," + (red ? "red" : "green") + "," + y);
        }
        return rows;
    }

    private static List<String> classRows() {
        Random random = new Random(2);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            boolean yes = i % 2 == 0;
            double x0 = (yes ? 2 : -2) + random.nextGaussian();
            double x1 = (yes ? 2 : -2) + random.nextGaussian();
            rows.add(x0 + "," + x1 + "," + (random.nextBoolean() ? "red" : "green") + "," + (yes ? "yes" : "no"));
        }
        return rows;
    }
}
