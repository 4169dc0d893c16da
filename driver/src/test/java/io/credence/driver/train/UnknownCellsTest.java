package io.credence.driver.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.driver.config.Configuration;
import io.credence.driver.config.ConfigurationReader;
import io.credence.driver.config.Format;
import io.credence.driver.score.ScoreJob;
import io.credence.driver.score.ScoreOptions;
import io.credence.spark.testing.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model is less certain of a row that says less than its training rows did. The price of a car depends on its brand,
 * age and mileage; the rows to score have brands that no training row has, or lack the mileage, which every training
 * row has.
 */
@SparkTest
class UnknownCellsTest {
    private static final String[] BRANDS = {"ardo", "bela", "cora", "dell", "elva", "fala", "gira", "holm"};
    private static final String[] NEW_BRANDS = {"xeno", "yuma", "zeta"};

    @TempDir
    private Path directory;

    /** The unseen brands, which are the last three, are as different as the others. */
    private static final double[] WORTH = {70, 80, 90, 97, 103, 110, 120, 130, 75, 100, 125};

    private final Random random = new Random(7);

    private record Scores(double coverage, double epistemic, double squaredError) {}

    @Test
    void unseenCategoriesAndMissingNumbers_haveIntervalsThatHold_atNoCostForCompleteRows(SparkSession spark)
            throws IOException {
        Path train = write("train", 1500, false, false);
        Path complete = write("known", 400, false, false);
        String model = train(spark, train, "run");

        Scores known = score(spark, model, complete);
        Scores unseen = score(spark, model, write("unseen", 400, true, false));
        Scores missing = score(spark, model, write("missing", 400, false, true));
        Scores plain = score(spark, train(spark, train, "plain", "training.masking=0"), complete);

        assertThat(known.coverage()).isGreaterThan(0.9);
        assertThat(unseen.coverage()).isGreaterThan(0.9);
        assertThat(missing.coverage()).isGreaterThan(0.9);
        assertThat(unseen.epistemic()).isGreaterThan(3 * known.epistemic());
        assertThat(missing.epistemic()).isGreaterThan(3 * known.epistemic());
        assertThat(known.squaredError()).isLessThan(1.2 * plain.squaredError());
    }

    private String train(SparkSession spark, Path rows, String name, String... settings) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "data.input=" + rows,
                "data.label=price",
                "task=regression",
                "training.batchSize=32",
                "training.optimizer={name: adamw, learningRate: 0.01}",
                "output=" + directory.resolve(name)));
        all.addAll(List.of(settings));
        Configuration configuration =
                ConfigurationReader.parse("test.yaml", "training: {preset: none, epochs: 30}\n", all);
        new TrainJob(spark).run(configuration, new TrainOptions(false));
        return directory.resolve(name).resolve("model").toString();
    }

    private Scores score(SparkSession spark, String model, Path rows) throws IOException {
        String output =
                Files.createTempDirectory(directory, "scored").resolve("rows").toString();
        new ScoreJob(spark)
                .run(new ScoreOptions(model, rows.toString(), Format.CSV, Map.of(), output, Format.PARQUET, false));
        Dataset<Row> scored = spark.read().parquet(output);
        Row means = scored.selectExpr(
                        "avg(cast(price between lower and upper as double))",
                        "avg(epistemic_uncertainty)",
                        "avg(pow(prediction - price, 2))")
                .first();
        return new Scores(means.getDouble(0), means.getDouble(1), means.getDouble(2));
    }

    private Path write(String name, int rows, boolean unseenBrands, boolean withoutMileage) throws IOException {
        List<String> lines = new ArrayList<>(List.of("brand,age,km,price"));
        for (int i = 0; i < rows; i++) {
            int brand =
                    unseenBrands ? BRANDS.length + random.nextInt(NEW_BRANDS.length) : random.nextInt(BRANDS.length);
            double age = 10 * random.nextDouble();
            double km = 200 * random.nextDouble();
            double price = WORTH[brand] - 3 * age - 0.2 * km + 1.5 * random.nextGaussian();
            String called = brand < BRANDS.length ? BRANDS[brand] : NEW_BRANDS[brand - BRANDS.length];
            lines.add(String.format(
                    Locale.ROOT,
                    "%s,%.3f,%s,%.3f",
                    called,
                    age,
                    withoutMileage ? "" : Math.round(km * 100) / 100.0,
                    price));
        }
        return Files.write(directory.resolve(name + ".csv"), lines);
    }
}
