package io.credence.driver.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.driver.UserException;
import io.credence.driver.config.ConfigurationReader;
import io.credence.driver.config.Format;
import io.credence.driver.train.TrainJob;
import io.credence.driver.train.TrainOptions;
import io.credence.spark.testing.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scoring replaces existing output only on request, and never its own input. */
@SparkTest
class ScoreOutputTest {
    @TempDir
    private Path temporary;

    private Path directory;
    private Path rows;

    @BeforeEach
    void train(SparkSession spark) throws IOException {
        directory = Files.createDirectory(temporary.resolve("a b"));
        rows = Files.createDirectory(directory.resolve("rows")).resolve("x.csv");
        Files.write(
                rows,
                Stream.concat(Stream.of("x,y"), IntStream.range(0, 60).mapToObj(i -> i / 2.0 + "," + 2 * i))
                        .toList());
        String text = """
                data: {input: '%s', label: y}
                task: regression
                ensemble: {members: 1}
                training: {epochs: 1}
                output: '%s'
                """.formatted(rows, directory.resolve("run"));
        new TrainJob(spark).run(ConfigurationReader.parse("test", text, List.of()), new TrainOptions(false));
    }

    @Test
    void outputThatContainsTheInput_isRejected_andNothingIsDeleted(SparkSession spark) throws IOException {
        byte[] before = Files.readAllBytes(rows);

        for (Path output : List.of(rows, rows.getParent())) {
            assertThatThrownBy(() -> score(spark, output, true))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("--output is " + output)
                    .hasMessageContaining("another path");
        }
        assertThat(rows).hasBinaryContent(before);
    }

    @Test
    void outputThatContainsTheModel_isRejected_andNothingIsDeleted(SparkSession spark) {
        assertThatThrownBy(() -> score(spark, directory.resolve("run"), true))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("contains the --model");
        assertThat(directory.resolve("run/model/model.json")).exists();
    }

    @Test
    void existingOutput_isReplacedOnlyWithOverwrite(SparkSession spark) throws IOException {
        Path output = directory.resolve("rows/scored");

        assertThat(score(spark, output, false).rows()).isEqualTo(60);
        assertThatThrownBy(() -> score(spark, output, false))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("already exists");
        assertThat(score(spark, output, true).rows()).isEqualTo(60);
        assertThat(spark.read().parquet(output.toString()).count()).isEqualTo(60);
    }

    @Test
    void csvOutput_ofAnArrayColumn_isRejectedByName(SparkSession spark) throws IOException {
        Path withArray = directory.resolve("array.parquet");
        spark.range(3).selectExpr("id AS x", "array(id) AS tags").write().parquet(withArray.toString());

        assertThatThrownBy(() -> score(spark, withArray, Format.PARQUET, directory.resolve("out"), Format.CSV, false))
                .isInstanceOf(UserException.class)
                .hasMessage("--output-format is csv, which cannot store the column tags of type array;"
                        + " it must be parquet, orc or json");
        assertThat(score(spark, withArray, Format.PARQUET, directory.resolve("out"), Format.JSON, false)
                        .rows())
                .isEqualTo(3);
    }

    private ScoreResult score(SparkSession spark, Path output, boolean overwrite) throws IOException {
        return score(spark, rows, Format.CSV, output, Format.PARQUET, overwrite);
    }

    private ScoreResult score(
            SparkSession spark, Path input, Format format, Path output, Format outputFormat, boolean overwrite)
            throws IOException {
        return new ScoreJob(spark)
                .run(new ScoreOptions(
                        directory.resolve("run/model").toString(),
                        input.toString(),
                        format,
                        Map.of(),
                        output.toString(),
                        outputFormat,
                        overwrite));
    }
}
