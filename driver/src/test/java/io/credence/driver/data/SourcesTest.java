package io.credence.driver.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.driver.UserException;
import io.credence.driver.config.DataSpec;
import io.credence.driver.config.SplitSpec;
import io.credence.driver.data.input.DataReader;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.specification.Task;
import io.credence.spark.testing.SparkTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables, paths and other sources, and the rows and columns that are used. */
@SparkTest
final class SourcesTest {
    private SparkSession spark;

    @TempDir
    Path directory;

    private DataFiles files;

    @BeforeEach
    void files() {
        files = new DataFiles(directory, spark);
    }

    @Test
    void table_isReadFromTheCatalog_withItsOwnValidationAndTestRows() {
        spark.range(300).selectExpr("double(id) % 17 AS a", "id % 13 AS y").createOrReplaceTempView("input_rows");
        spark.range(40).selectExpr("1.5D AS a", "id AS y").createOrReplaceTempView("validation_rows");
        spark.range(30).selectExpr("2.5D AS a", "id AS y").createOrReplaceTempView("test_rows");

        PreparedData data = files.prepare(
                DataFiles.spec(Map.of(
                        "table",
                        "input_rows",
                        "validation",
                        "validation_rows",
                        "test",
                        "test_rows",
                        "label",
                        "y",
                        "scaling",
                        "none")),
                Task.REGRESSION);

        assertThat(data.train().rows()).isEqualTo(300);
        assertThat(DataFiles.rows(data.validation())).hasSize(40).allMatch(row -> row[0] == 1.5f);
        assertThat(DataFiles.rows(data.test())).hasSize(30).allMatch(row -> row[0] == 2.5f);
    }

    @Test
    void unknownTable_andUnknownSource_areTheUsersMistake() {
        assertThatThrownBy(() ->
                        files.prepare(DataFiles.spec(Map.of("table", "no_such_table", "label", "y")), Task.REGRESSION))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("data.table no_such_table");
        assertThatThrownBy(() ->
                        files.prepare(DataFiles.spec(Map.of("format", "no-source", "label", "y")), Task.REGRESSION))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("no-source");
    }

    @Test
    void failureOfADatabase_doesNotShowItsOptions() {
        Map<String, String> options = Map.of("url", "jdbc:none://host?password=hunter2", "dbtable", "rows");
        assertThatThrownBy(() -> files.prepare(
                        DataFiles.spec(Map.of("format", "jdbc", "options", options, "label", "y")), Task.REGRESSION))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("jdbc")
                .satisfies(e -> assertThat(e.toString()).doesNotContain("hunter2"))
                .hasNoCause();
    }

    @Test
    void where_excludeAndCategorical_areApplied() {
        List<String> lines = lines("id,code,a,y", 200, i -> i + "," + i % 3 + "," + i % 7 + "," + i);
        DataSpec spec = DataFiles.spec(new TreeMap<>(Map.of(
                "input",
                files.write("t.csv", lines),
                "label",
                "y",
                "where",
                "y >= 100 and code < 2",
                "exclude",
                List.of("id"),
                "categorical",
                List.of("code"),
                "split",
                new SplitSpec(0.0, 0.0, 1L, null))));

        PreparedData data = files.prepare(spec, Task.REGRESSION);

        assertThat(data.train().rows()).isEqualTo(67);
        assertThat(data.encoding().features()).extracting(FeatureColumn::name).containsExactly("code", "a");
        assertThat(data.encoding().features().get(0)).isInstanceOf(FeatureColumn.Categorical.class);
    }

    @Test
    void wrongPredicate_andUnknownColumns_areNamed() {
        Path input = files.write("t.csv", files.table(50));
        assertRejected(Map.of("input", input, "label", "y", "where", "height > 2"), "data.where is height > 2");
        assertRejected(Map.of("input", input, "label", "y", "where", "a >"), "data.where is a >");
        assertRejected(Map.of("input", input, "label", "y", "exclude", List.of("bb")), "data.exclude is bb");
        assertRejected(Map.of("input", input, "label", "y", "categorical", List.of("cc")), "data.categorical is cc");
    }

    @Test
    void literalPath_winsOverAPattern() {
        Path literal = files.write("my data [v2]/t.csv", files.table(60)).getParent();
        files.write("my data v/t.csv", List.of("other", "1"));
        assertThat(files.prepare(DataFiles.csv(literal, "y"), Task.REGRESSION)
                        .train()
                        .rows())
                .isPositive();
    }

    @Test
    void pattern_matchesBesideANeighbourWithAColon() {
        files.write("in/a-1/t.csv", files.table(60));
        files.write("in/a-2/t.csv", files.table(60));
        files.write("in/12:30/t.csv", List.of("other", "1"));
        PreparedData data = files.prepare(
                DataFiles.csv(directory.resolve("in/a-*"), null, "y", Map.of(), new SplitSpec(0.0, 0.0, 1L, null)),
                Task.REGRESSION);
        assertThat(data.train().rows()).isEqualTo(120);
    }

    @Test
    void leafOfAPartitionedDirectory_namesBasePath() {
        Path leaf = files.write("sales/year=2024/t.csv", files.table(60)).getParent();
        assertRejected(
                Map.of("input", leaf, "format", "csv", "label", "y", "features", List.of("a", "year")),
                "data.features is year",
                "basePath: " + directory.resolve("sales"));
        DataSpec withBase = DataFiles.spec(Map.of(
                "input",
                leaf,
                "format",
                "csv",
                "options",
                Map.of("basePath", directory.resolve("sales").toString()),
                "label",
                "y",
                "features",
                List.of("a", "year")));
        assertThat(TrainingRows.read(new DataReader(spark), withBase)
                        .input()
                        .rows()
                        .columns())
                .contains("year");
    }

    private void assertRejected(Map<String, ?> settings, String... parts) {
        assertThatThrownBy(() -> files.prepare(DataFiles.spec(settings), Task.REGRESSION))
                .isInstanceOf(UserException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts).doesNotContain("\n"));
    }

    private interface Line {
        String of(int row);
    }

    private static List<String> lines(String header, int count, Line line) {
        return Stream.concat(Stream.of(header), IntStream.range(0, count).mapToObj(line::of))
                .toList();
    }
}
