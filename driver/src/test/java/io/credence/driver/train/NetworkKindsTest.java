package io.credence.driver.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.driver.config.Configuration;
import io.credence.driver.config.ConfigurationReader;
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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Convolutional networks and category embeddings, from the configuration to scored rows. */
@SparkTest
class NetworkKindsTest {
    private static final int SIDE = 8;
    private static final int IMAGES = 600;
    private static final int CATEGORIES = 12;
    private static final String CONVOLUTIONS =
            "network={image: {height: 8, width: 8}, convolutions: [{channels: 4, pool: 2},"
                    + " {channels: 6, kernel: 2, padding: 0, pool: 3, pooling: average}],"
                    + " hidden: [12], dropout: 0.1, normalization: batch}";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"deep-ensemble", "mc-dropout", "bayes-by-backprop"})
    void score_withConvolutions_distinguishesHorizontalFromVerticalBars(String method, SparkSession spark)
            throws IOException {
        Path rows = Files.write(directory.resolve("bars.libsvm"), bars());
        Configuration configuration = configuration(
                "classification", method, rows, CONVOLUTIONS, "ensemble.method=" + method, "ensemble.samples=9");
        new TrainJob(spark).run(configuration, new TrainOptions(false));

        List<Row> scored = score(spark, method, rows, Format.LIBSVM, Map.of("numFeatures", "64"));

        assertThat(scored).hasSize(IMAGES);
        long correct = scored.stream()
                .filter(row -> Double.parseDouble(row.getAs("prediction").toString()) == row.<Double>getAs("label"))
                .count();
        assertThat(correct).isGreaterThan(IMAGES * 9 / 10);
        assertThat(scored).allSatisfy(row -> assertThat(row.<Double>getAs("epistemic_uncertainty"))
                .isNotNegative());
        assertThat(scored).anySatisfy(row -> assertThat(row.<Double>getAs("epistemic_uncertainty"))
                .isGreaterThan(1e-4));
    }

    @Test
    void score_withCategoryEmbeddings_predictsTheEffectOfEachCategory(SparkSession spark) throws IOException {
        Random random = new Random(3);
        double[] effects = random.doubles(CATEGORIES, -4, 4).toArray();
        List<String> lines = new ArrayList<>(List.of("x,brand,label"));
        for (int row = 0; row < 1500; row++) {
            double x = random.nextGaussian();
            int brand = random.nextInt(CATEGORIES);
            lines.add(x + ",b" + brand + "," + (x + effects[brand] + 0.1 * random.nextGaussian()));
        }
        Path rows = Files.write(directory.resolve("brands.csv"), lines);
        Configuration configuration =
                configuration("regression", "brands", rows, "data.oneHotCategories=4", "training.epochs=40");
        new TrainJob(spark).run(configuration, new TrainOptions(false));

        List<Row> scored = score(spark, "brands", rows, Format.CSV, Map.of("header", "true", "inferSchema", "true"));

        double meanSquaredError = scored.stream()
                .mapToDouble(row -> row.<Double>getAs("prediction") - row.<Double>getAs("label"))
                .map(error -> error * error)
                .average()
                .orElseThrow();
        assertThat(Math.sqrt(meanSquaredError)).isLessThan(0.4);
        assertThat(Files.readString(directory.resolve("brands/model/weights.safetensors"), StandardCharsets.ISO_8859_1))
                .contains("member.0.categories.0.table");
    }

    @Test
    void run_withAWrongImageSize_failsBeforeAnyShardIsWritten(SparkSession spark) throws IOException {
        Path rows = Files.write(directory.resolve("bars.libsvm"), bars());
        Configuration configuration =
                configuration("classification", "wrong", rows, CONVOLUTIONS, "network.image.width=9");

        assertThatThrownBy(() -> new TrainJob(spark).run(configuration, new TrainOptions(false)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("network.image is 8 x 9 x 1, 72 values; it must be of 64 values, the number of"
                        + " features of a row");
        try (Stream<Path> written = Files.walk(directory.resolve("wrong"))) {
            assertThat(written.filter(Files::isRegularFile)).isEmpty();
        }
    }

    private Configuration configuration(String task, String name, Path rows, String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "data.input=" + rows,
                "data.label=label",
                rows.toString().endsWith("csv") ? "data.options={header: true}" : "data.format=libsvm",
                "task=" + task,
                "ensemble.members=2",
                "training.epochs=8",
                "training.batchSize=32",
                "training.optimizer.learningRate=0.01",
                "output=" + directory.resolve(name)));
        all.addAll(Arrays.asList(settings));
        if (!rows.toString().endsWith("csv")) {
            all.add("data.options={numFeatures: 64}");
        }
        return ConfigurationReader.parse("test.yaml", "training: {preset: none, optimizer: {name: adamw}}\n", all);
    }

    private List<Row> score(SparkSession spark, String name, Path rows, Format format, Map<String, String> options)
            throws IOException {
        String output = directory.resolve(name + "-scored").toString();
        new ScoreJob(spark)
                .run(new ScoreOptions(
                        directory.resolve(name + "/model").toString(),
                        rows.toString(),
                        format,
                        options,
                        output,
                        Format.PARQUET,
                        false));
        return spark.read().parquet(output).collectAsList();
    }

    /** Returns noisy images: those of class 1 have a bright horizontal line, the others a vertical one. */
    private static List<String> bars() {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>();
        for (int image = 0; image < IMAGES; image++) {
            int label = random.nextInt(2);
            int position = random.nextInt(SIDE);
            StringBuilder line = new StringBuilder(Integer.toString(label));
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    double brightness = (label == 1 ? y : x) == position ? 1 : 0;
                    line.append(String.format(
                            Locale.ROOT, " %d:%.3f", 1 + y * SIDE + x, brightness + 0.3 * random.nextGaussian()));
                }
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
