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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that cannot be scored, columns whose names are taken, and the forms of the output. */
@SparkTest
class RobustScoringTest {
    private static final AddedColumns NULLS = new AddedColumns("", ProbabilityForm.ARRAY, OnError.NULL);

    @TempDir
    private Path directory;

    @Test
    void badCells_withNull_haveAnErrorAndOtherRowsAPrediction(SparkSession spark) throws IOException {
        train(spark, "regression", "y", rows("x,colour,y", "%d,red,%d"));
        Path rows = write("new.csv", "x,colour", "1,red", "Infinity,red", "3,red", "1e300,red", "wide,red", "4,red");

        ScoreResult result = score(spark, rows, NULLS);

        assertThat(result.rows()).isEqualTo(6);
        assertThat(result.failed()).isEqualTo(3);
        List<Row> scored = scored(spark);
        assertThat(scored)
                .extracting(row -> row.isNullAt(row.fieldIndex("error")))
                .containsExactly(true, false, true, false, false, true);
        assertThat(scored).allSatisfy(row -> assertThat(row.isNullAt(row.fieldIndex("prediction")))
                .isEqualTo(row.isNullAt(row.fieldIndex("lower")))
                .isNotEqualTo(row.isNullAt(row.fieldIndex("error"))));
        assertThat(scored.get(1).<String>getAs("error")).contains("the column x of a row is Infinity");
        assertThat(scored.get(4).<String>getAs("error")).contains("the column x of a row is \"wide\"");
    }

    @Test
    void badCell_withFail_isNamedWithItsRow_andTheCommandWorksOnMendedRows(SparkSession spark) throws IOException {
        train(spark, "regression", "y", rows("x,colour,y", "%d,red,%d"));
        Path rows = write("new.csv", "id,x,colour", "7,1,red", "8,Infinity,blue");

        assertThatThrownBy(() -> score(spark, rows, AddedColumns.DEFAULT))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("the column x of a row is Infinity")
                .hasMessageContaining("the row is (id: 8, x: Infinity, colour: blue)")
                .hasMessageContaining("--on-error null");
        assertThat(directory.resolve("scored")).doesNotExist();

        write("new.csv", "id,x,colour", "7,1,red", "8,2,blue");
        assertThat(score(spark, rows, AddedColumns.DEFAULT).rows()).isEqualTo(2);
    }

    @Test
    void takenNames_areReported_andFreeWithAPrefix(SparkSession spark) throws IOException {
        train(spark, "regression", "prediction", rows("lower,colour,prediction", "%d,red,%d"));
        assertThat(Files.readString(directory.resolve("run/report/report.json")))
                .contains("The data has the columns [prediction, lower], and scoring adds columns of these names.");
        Path rows = write("new.csv", "lower,colour,prediction", "1,red,5");

        assertThatThrownBy(() -> score(spark, rows, AddedColumns.DEFAULT))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("already has the columns [prediction, lower]")
                .hasMessageContaining("--prefix");
        score(spark, rows, new AddedColumns("model_", ProbabilityForm.ARRAY, OnError.FAIL));
        assertThat(scored(spark).get(0).schema().fieldNames())
                .containsExactly(
                        "lower",
                        "colour",
                        "prediction",
                        "model_prediction",
                        "model_total_uncertainty",
                        "model_aleatoric_uncertainty",
                        "model_epistemic_uncertainty",
                        "model_lower",
                        "model_upper");
    }

    @Test
    void probabilities_haveTheSameValuesInEveryForm(SparkSession spark) throws IOException {
        List<String> lines = new ArrayList<>(List.of("x,y"));
        for (int i = 0; i < 60; i++) {
            lines.add(i % 7 + "," + (i % 2 == 0 ? "no" : "yes"));
        }
        train(spark, "classification", "y", lines);
        Path rows = write("new.csv", "x", "1", "5");

        score(spark, rows, AddedColumns.DEFAULT);
        List<Row> arrays = scored(spark);
        delete();
        score(spark, rows, new AddedColumns("", ProbabilityForm.MAP, OnError.FAIL));
        List<Row> maps = scored(spark);
        delete();
        score(spark, rows, new AddedColumns("p_", ProbabilityForm.COLUMNS, OnError.FAIL));
        List<Row> columns = scored(spark);

        for (int i = 0; i < 2; i++) {
            List<Double> expected = arrays.get(i).getList(arrays.get(i).fieldIndex("probability"));
            assertThat(expected.get(0) + expected.get(1)).isBetween(1 - 1e-9, 1 + 1e-9);
            assertThat(maps.get(i).<String, Double>getJavaMap(maps.get(i).fieldIndex("probability")))
                    .isEqualTo(Map.of("no", expected.get(0), "yes", expected.get(1)));
            assertThat(columns.get(i).<Double>getAs("p_probability_no")).isEqualTo(expected.get(0));
            assertThat(columns.get(i).<Double>getAs("p_probability_yes")).isEqualTo(expected.get(1));
            assertThat(columns.get(i).<Double>getAs("p_total_uncertainty"))
                    .isEqualTo(arrays.get(i).<Double>getAs("total_uncertainty"));
        }
    }

    @Test
    void partitionBy_dividesTheOutput_andAnUnknownColumnIsRejected(SparkSession spark) throws IOException {
        train(spark, "regression", "y", rows("x,colour,y", "%d,red,%d"));
        Path rows = write("new.csv", "x,colour", "1,red", "2,blue", "3,red");

        assertThatThrownBy(() -> run(spark, rows, List.of("color"), AddedColumns.DEFAULT))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("--partition-by names color");
        run(spark, rows, List.of("colour"), AddedColumns.DEFAULT);
        assertThat(directory.resolve("scored/colour=red")).isDirectory();
        assertThat(directory.resolve("scored/colour=blue")).isDirectory();
        assertThat(scored(spark)).hasSize(3);
    }

    private void train(SparkSession spark, String task, String label, List<String> lines) throws IOException {
        Path rows = Files.write(directory.resolve("train.csv"), lines);
        String text = """
                data: {input: '%s', label: %s}
                task: %s
                ensemble: {members: 2}
                training: {epochs: 2}
                output: '%s'
                """.formatted(rows, label, task, directory.resolve("run"));
        new TrainJob(spark).run(ConfigurationReader.parse("test", text, List.of()), new TrainOptions(false));
    }

    private static List<String> rows(String header, String pattern) {
        List<String> lines = new ArrayList<>(List.of(header));
        for (int i = 0; i < 60; i++) {
            lines.add(pattern.formatted(i % 9, 2 * i));
        }
        return lines;
    }

    private Path write(String name, String... lines) throws IOException {
        return Files.write(directory.resolve(name), List.of(lines));
    }

    private ScoreResult score(SparkSession spark, Path rows, AddedColumns columns) throws IOException {
        return run(spark, rows, List.of(), columns);
    }

    private ScoreResult run(SparkSession spark, Path rows, List<String> partitionBy, AddedColumns columns)
            throws IOException {
        return new ScoreJob(spark)
                .run(new ScoreOptions(
                        directory.resolve("run/model").toString(),
                        rows.toString(),
                        Format.CSV,
                        Map.of(),
                        new ScoreDestination(
                                directory.resolve("scored").toString(), Format.PARQUET, partitionBy, false),
                        columns));
    }

    private List<Row> scored(SparkSession spark) {
        return spark.read().parquet(directory.resolve("scored").toString()).collectAsList();
    }

    private void delete() throws IOException {
        FileUtils.deleteDirectory(directory.resolve("scored").toFile());
    }
}
