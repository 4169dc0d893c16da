package io.credence.driver.train;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Trains on visits of a shop: 12 distinct rows of features with 500 rows each, of which a known number bought. Only a
 * split that deals equal rows one by one keeps these rates in every part.
 */
@SparkTest
class EqualRowsTest {
    private static final Map<String, Integer> BUYS = Map.ofEntries(
            Map.entry("phone,new,none", 18),
            Map.entry("phone,new,mail", 48),
            Map.entry("phone,returning,none", 67),
            Map.entry("phone,returning,mail", 119),
            Map.entry("laptop,new,none", 152),
            Map.entry("laptop,new,mail", 196),
            Map.entry("laptop,returning,none", 28),
            Map.entry("laptop,returning,mail", 56),
            Map.entry("tablet,new,none", 108),
            Map.entry("tablet,new,mail", 170),
            Map.entry("tablet,returning,none", 247),
            Map.entry("tablet,returning,mail", 292));

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "seed {0}, split {1}")
    @CsvSource(
            delimiter = ';',
            value = {"1; {seed: 1}", "2; {seed: 2}", "3; {seed: 3, folds: 3}"})
    void probabilities_areTheRates(int seed, String split, SparkSession spark) throws IOException {
        List<String> lines = new ArrayList<>(List.of("device,visitor,coupon,y"));
        BUYS.forEach((features, buys) -> {
            for (int row = 0; row < 500; row++) {
                lines.add(features + (row < buys ? ",yes" : ",no"));
            }
        });
        Path rows = Files.write(directory.resolve("visits.csv"), lines);
        TrainResult result = new TrainJob(spark)
                .run(
                        new Trainings(directory, rows)
                                .configuration(
                                        "run",
                                        "task=classification",
                                        "data.split=" + split,
                                        "ensemble.seed=" + seed,
                                        "ensemble.members=3",
                                        "training.epochs=20"),
                        new TrainOptions(false));
        assertThat(result.test().metrics().get("auroc")).isBetween(0.68, 0.84);

        List<String> distinct = new ArrayList<>(List.of("device,visitor,coupon"));
        distinct.addAll(BUYS.keySet());
        Path questions = Files.write(directory.resolve("questions.csv"), distinct);
        new ScoreJob(spark)
                .run(new ScoreOptions(
                        directory.resolve("run/model").toString(),
                        questions.toString(),
                        Format.CSV,
                        Map.of(),
                        directory.resolve("scored").toString(),
                        Format.PARQUET,
                        false));
        for (Row row :
                spark.read().parquet(directory.resolve("scored").toString()).collectAsList()) {
            double rate = BUYS.get(row.getString(0) + "," + row.getString(1) + "," + row.getString(2)) / 500.0;
            double standardError = Math.sqrt(rate * (1 - rate) / 400);
            double predicted =
                    (double) row.getList(row.fieldIndex("probability")).get(1);
            assertThat(predicted)
                    .as(row.toString())
                    .isBetween(rate - 0.02 - 2 * standardError, rate + 0.02 + 2 * standardError);
        }
    }
}
