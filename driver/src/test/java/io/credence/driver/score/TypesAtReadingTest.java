package io.credence.driver.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.driver.config.Configuration;
import io.credence.driver.config.ConfigurationReader;
import io.credence.driver.config.Format;
import io.credence.driver.evaluation.EvaluateJob;
import io.credence.driver.evaluation.EvaluateOptions;
import io.credence.driver.train.TrainJob;
import io.credence.driver.train.TrainOptions;
import io.credence.spark.testing.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model reads the columns of other files by the types that they had in the training data. */
@SparkTest
class TypesAtReadingTest {
    private static final int SITES = 12;

    @TempDir
    private Path directory;

    /** Each site has its own mean, so a prediction needs to recognise the site. */
    @Test
    void score_ofCodesThatLookLikeNumbers_recognisesThem(SparkSession spark) throws IOException {
        List<String> lines = new ArrayList<>(List.of("site,x,y"));
        for (int i = 0; i < 1200; i++) {
            lines.add(site(i % SITES, true) + "," + i % 7 + "," + mean(i % SITES) + "." + i % 10);
        }
        train(spark, "regression", lines);

        List<String> digits = new ArrayList<>(List.of("siteCode,site,x,amount,y"));
        for (int i = 0; i < 100; i++) {
            digits.add("00%d,%s,%d,1.50,%d".formatted(i, site(i % (SITES - 2), false), i % 7, mean(i % (SITES - 2))));
        }
        Dataset<Row> scored = score(spark, digits, Format.PARQUET);

        assertThat(scored.schema().toDDL())
                .startsWith("siteCode STRING,site STRING,x INT,amount STRING,y DOUBLE,prediction DOUBLE");
        for (Row row : scored.collectAsList()) {
            assertThat(row.<String>getAs("site")).matches("0\\d\\d");
            assertThat(row.<String>getAs("siteCode")).startsWith("00");
            assertThat(row.<String>getAs("amount")).isEqualTo("1.50");
            double label = row.getAs("y");
            assertThat(row.<Double>getAs("prediction")).isBetween(label - 2, label + 3);
        }

        Path text = directory.resolve("text");
        new ScoreJob(spark).run(options(digits, text, Format.CSV));
        Dataset<Row> written = spark.read().option("header", true).csv(text.toString());
        assertThat(written.select("siteCode", "site", "amount").first())
                .isEqualTo(RowFactory.create("000", "000", "1.50"));
    }

    private static String site(int site, boolean withLetters) {
        return withLetters && site >= SITES - 2 ? "A" + site : "%03d".formatted(site);
    }

    private static int mean(int site) {
        return site * 37 % SITES * 10;
    }

    @ParameterizedTest
    @CsvSource({"true, false, True, FALSE", "1, 0, 1.0, 00", "1, no, 1, no"})
    void evaluate_withLabelsInAnotherGuise_readsThemAsInTraining(
            String yes, String no, String otherYes, String otherNo, SparkSession spark) throws IOException {
        train(spark, "classification", labelled(yes, no));

        double accuracy = new EvaluateJob(spark)
                .run(new EvaluateOptions(
                        directory.resolve("model").toString(),
                        Files.write(directory.resolve("other.csv"), labelled(otherYes, otherNo))
                                .toString(),
                        null,
                        null,
                        Map.of(),
                        directory.resolve("check").toString()))
                .evaluation()
                .metrics()
                .get("accuracy");

        assertThat(accuracy).isGreaterThan(0.9);
    }

    private static List<String> labelled(String yes, String no) {
        Random random = new Random(3);
        List<String> lines = new ArrayList<>(List.of("x,y"));
        for (int i = 0; i < 300; i++) {
            double x = random.nextGaussian();
            lines.add(x + "," + (x > 0 ? yes : no));
        }
        return lines;
    }

    private void train(SparkSession spark, String task, List<String> lines) throws IOException {
        Configuration configuration = ConfigurationReader.parse(
                "test",
                "{data: {input: %s, label: y}, task: %s, output: %s}"
                        .formatted(Files.write(directory.resolve("train.csv"), lines), task, directory),
                List.of(
                        "training.preset=none",
                        "ensemble.members=1",
                        "training.epochs=60",
                        "training.optimizer={name: adamw, learningRate: 0.01}"));
        new TrainJob(spark).run(configuration, new TrainOptions(false));
    }

    private Dataset<Row> score(SparkSession spark, List<String> lines, Format format) throws IOException {
        Path output = directory.resolve("scored");
        new ScoreJob(spark).run(options(lines, output, format));
        return spark.read().format(format.source()).load(output.toString());
    }

    private ScoreOptions options(List<String> lines, Path output, Format format) throws IOException {
        return new ScoreOptions(
                directory.resolve("model").toString(),
                Files.write(directory.resolve("new.csv"), lines).toString(),
                Format.CSV,
                Map.of(),
                output.toString(),
                format,
                false);
    }
}
