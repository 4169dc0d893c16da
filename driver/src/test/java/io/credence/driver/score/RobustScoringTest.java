package io.credence.driver.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.driver.UserException;
import io.credence.driver.config.ConfigurationReader;
import io.credence.driver.config.Format;
import io.credence.driver.data.input.InputSource;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that cannot be scored, columns whose names are taken, and the forms of the output. */
@SparkTest
class RobustScoringTest {
    private static final AddedColumns NULLS = new AddedColumns("p_", ProbabilityForm.ARRAY, OnError.NULL, List.of());
    private static final AddedColumns PREFIXED = new AddedColumns("p_", ProbabilityForm.ARRAY, OnError.FAIL, List.of());

    /** Shared by all tests, which score with the same models. */
    @TempDir
    private static Path models;

    @TempDir
    private Path directory;

    private Path model;

    @Test
    void badCells_withNull_haveAnErrorAndOtherRowsAPrediction(SparkSession spark) throws IOException {
        regression(spark);
        Path rows =
                write("new.csv", "lower,colour", "1,red", "Infinity,red", "3,red", "1e300,red", "wide,red", "4,red");

        ScoreResult result = score(spark, rows, NULLS);

        assertThat(result.rows()).isEqualTo(6);
        assertThat(result.failed()).isEqualTo(3);
        List<Row> scored = scored(spark);
        assertThat(scored)
                .extracting(row -> row.isNullAt(row.fieldIndex("p_error")))
                .containsExactly(true, false, true, false, false, true);
        assertThat(scored).allSatisfy(row -> assertThat(row.isNullAt(row.fieldIndex("p_prediction")))
                .isEqualTo(row.isNullAt(row.fieldIndex("p_lower")))
                .isNotEqualTo(row.isNullAt(row.fieldIndex("p_error"))));
        assertThat(scored.get(1).<String>getAs("p_error")).contains("the column lower of a row is Infinity");
        assertThat(scored.get(4).<String>getAs("p_error")).contains("the column lower of a row is \"wide\"");
    }

    @Test
    void badCell_withFail_isNamedWithItsRow_andTheCommandWorksOnMendedRows(SparkSession spark) throws IOException {
        regression(spark);
        Path rows = write("new.csv", "id,lower,colour", "7,1,red", "8,Infinity,blue");

        assertThatThrownBy(() -> score(spark, rows, PREFIXED))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("the column lower of a row is Infinity")
                .hasMessageContaining("the row is (id: 8, lower: Infinity, colour: blue)")
                .hasMessageContaining("--on-error null");
        assertThat(directory.resolve("scored")).doesNotExist();

        write("new.csv", "id,lower,colour", "7,1,red", "8,2,blue");
        assertThat(score(spark, rows, PREFIXED).rows()).isEqualTo(2);
    }

    @Test
    void takenNames_areReported_andFreeWithAPrefix(SparkSession spark) throws IOException {
        regression(spark);
        assertThat(Files.readString(model.resolve("report/report.json")))
                .contains("The data has the columns [prediction, lower], and scoring adds columns of these names.");
        Path rows = write("new.csv", "lower,colour,prediction", "1,red,5");

        assertThatThrownBy(() -> score(spark, rows, AddedColumns.DEFAULT))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("already has the columns [prediction, lower]")
                .hasMessageContaining("--prefix");
        score(spark, rows, PREFIXED);
        assertThat(scored(spark).get(0).schema().fieldNames())
                .containsExactly(
                        "lower",
                        "colour",
                        "prediction",
                        "p_prediction",
                        "p_total_uncertainty",
                        "p_aleatoric_uncertainty",
                        "p_epistemic_uncertainty",
                        "p_lower",
                        "p_upper");
    }

    @Test
    void probabilities_haveTheSameValuesInEveryForm(SparkSession spark) throws IOException {
        List<String> lines = new ArrayList<>(List.of("x,y"));
        for (int i = 0; i < 60; i++) {
            lines.add(i / 2.0 + "," + (i % 2 == 0 ? "no" : "yes"));
        }
        train(spark, "classification", "words", "y", lines);
        Path rows = write("new.csv", "x", "1", "5");

        score(spark, rows, AddedColumns.DEFAULT);
        List<Row> arrays = scored(spark);
        delete();
        score(spark, rows, new AddedColumns("", ProbabilityForm.MAP, OnError.FAIL, List.of()));
        List<Row> maps = scored(spark);
        delete();
        score(spark, rows, new AddedColumns("p_", ProbabilityForm.COLUMNS, OnError.FAIL, List.of()));
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

    @ParameterizedTest
    @CsvSource({"true,false,boolean", "1,0,int", "yes,no,string"})
    void prediction_hasTheTypeOfTheLabel(String first, String second, String type, SparkSession spark)
            throws IOException {
        List<String> lines = new ArrayList<>(List.of("x,y"));
        for (int i = 0; i < 60; i++) {
            lines.add(i / 2.0 + "," + (i % 2 == 0 ? first : second));
        }
        train(spark, "classification", type, "y", lines);

        score(spark, write("new.csv", "x", "1", "5"), AddedColumns.DEFAULT);
        assertThat(scored(spark).get(0).schema().apply("prediction").dataType().simpleString())
                .isEqualTo(type);
        assertThat(scored(spark).get(0).get(1).toString()).isIn(first, second);
    }

    @Test
    void emptyCsv_isScoredToNoRows(SparkSession spark) throws IOException {
        regression(spark);

        assertThat(score(spark, write("new.csv", "lower,colour"), PREFIXED).rows())
                .isZero();
        assertThat(spark.read().parquet(directory.resolve("scored").toString()).columns())
                .contains("lower", "p_prediction");
    }

    @Test
    void tables_areReadAndWritten_andKeptWithoutOverwrite(SparkSession spark) throws IOException {
        regression(spark);
        spark.range(3).selectExpr("id AS lower", "'red' AS colour").createOrReplaceTempView("new_rows");
        InputSource source = new InputSource("--table", null, "new_rows", null, Map.of());
        ScoreDestination destination = new ScoreDestination(
                null,
                "scored_rows",
                "parquet",
                Map.of("path", directory.resolve("scored").toString()),
                List.of(),
                false);
        try {
            score(spark, source, destination, PREFIXED);
            assertThat(spark.table("scored_rows")
                            .where("p_prediction IS NOT NULL")
                            .count())
                    .isEqualTo(3);
            assertThatThrownBy(() -> score(spark, source, destination, PREFIXED))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("--output-table is scored_rows, which already exists");
        } finally {
            spark.sql("DROP TABLE IF EXISTS scored_rows");
        }
    }

    @Test
    void partitionBy_dividesTheOutput_andAnUnknownColumnIsRejected(SparkSession spark) throws IOException {
        regression(spark);
        Path rows = write("new.csv", "lower,colour", "1,red", "2,blue", "3,red");

        assertThatThrownBy(() -> run(spark, rows, List.of("color"), PREFIXED))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("--partition-by names color");
        run(spark, rows, List.of("colour"), PREFIXED);
        assertThat(directory.resolve("scored/colour=red")).isDirectory();
        assertThat(directory.resolve("scored/colour=blue")).isDirectory();
        assertThat(scored(spark)).hasSize(3);
    }

    private void regression(SparkSession spark) throws IOException {
        List<String> lines = new ArrayList<>(List.of("lower,colour,prediction"));
        for (int i = 0; i < 60; i++) {
            lines.add(i % 9 + (i % 2 == 0 ? ",red," : ",blue,") + 2 * i);
        }
        train(spark, "regression", "cars", "prediction", lines);
    }

    private void train(SparkSession spark, String task, String name, String label, List<String> lines)
            throws IOException {
        model = models.resolve(name);
        if (Files.exists(model)) {
            return;
        }
        Path rows = Files.write(directory.resolve("train.csv"), lines);
        String text = """
                data: {input: '%s', label: %s, split: {validation: 0, test: 0}}
                task: %s
                ensemble: {members: 2}
                training: {preset: none, epochs: 1}
                output: '%s'
                """.formatted(rows, label, task, model);
        new TrainJob(spark).run(ConfigurationReader.parse("test", text, List.of()), new TrainOptions(false));
    }

    private Path write(String name, String... lines) throws IOException {
        return Files.write(directory.resolve(name), List.of(lines));
    }

    private ScoreResult score(SparkSession spark, Path rows, AddedColumns columns) throws IOException {
        return run(spark, rows, List.of(), columns);
    }

    private ScoreResult run(SparkSession spark, Path rows, List<String> partitionBy, AddedColumns columns)
            throws IOException {
        return score(
                spark,
                InputSource.ofFiles("--input", rows.toString(), Format.CSV, Map.of()),
                new ScoreDestination(
                        directory.resolve("scored").toString(), null, "parquet", Map.of(), partitionBy, false),
                columns);
    }

    private ScoreResult score(
            SparkSession spark, InputSource source, ScoreDestination destination, AddedColumns columns)
            throws IOException {
        return new ScoreJob(spark)
                .run(new ScoreOptions(model.resolve("model").toString(), source, destination, columns));
    }

    private List<Row> scored(SparkSession spark) {
        return spark.read().parquet(directory.resolve("scored").toString()).collectAsList();
    }

    private void delete() throws IOException {
        FileUtils.deleteDirectory(directory.resolve("scored").toFile());
    }
}
