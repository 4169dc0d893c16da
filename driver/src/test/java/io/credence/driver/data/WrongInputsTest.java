package io.credence.driver.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.driver.UserException;
import io.credence.driver.config.DataSpec;
import io.credence.driver.config.Scaling;
import io.credence.driver.config.SplitSpec;
import io.credence.driver.data.input.ColumnSelection;
import io.credence.driver.data.profile.MissingNumbers;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.LabelKind;
import io.credence.ensemble.specification.Task;
import io.credence.spark.testing.SparkTest;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid inputs and their error messages. */
@SparkTest
final class WrongInputsTest {
    private SparkSession spark;

    @TempDir
    Path directory;

    private DataFiles files;

    @BeforeEach
    void files() {
        files = new DataFiles(directory, spark);
    }

    @Test
    void missingFile_isRejectedByName() {
        assertRejected(
                csv(directory.resolve("none.csv"), "y"), Task.REGRESSION, "data.input", "none.csv does not exist");
    }

    @Test
    void unknownFileSystem_isRejectedByName() {
        DataSpec spec = DataFiles.spec(Map.of("input", "nofs://host/x.csv", "label", "y"));
        assertRejected(spec, Task.REGRESSION, "data.input nofs://host/x.csv", "No FileSystem for scheme \"nofs\"");
    }

    @Test
    void fileOfAnotherFormat_isRejected() {
        Path input = files.write("t.parquet", files.table(50));
        DataSpec spec = DataFiles.spec(Map.of("input", input, "label", "y"));
        assertRejected(spec, Task.REGRESSION, "data.input", "t.parquet as parquet cannot be read");
    }

    @Test
    void missingLabelColumn_listsTheColumns_andSuggestsTheNearest() {
        assertRejected(
                csv(files.write("t.csv", files.table(50)), "Y"),
                Task.REGRESSION,
                "data.label is Y",
                "did you mean y?",
                "a, b, y, c");
    }

    @Test
    void missingFeatureColumn_isRejectedByName() {
        DataSpec spec = DataFiles.csv(files.write("t.csv", files.table(50)), "y", "a", "height");
        assertRejected(spec, Task.REGRESSION, "data.features is height", "a, b, y, c");
    }

    @Test
    void labelWithMissingValues_isCountedWithAnExample() {
        List<String> lines = with(files.table(60), "0.5,u,,yes", "0.7,v,NaN,no");
        assertRejected(
                csv(files.write("t.csv", lines), "y"), Task.REGRESSION, "label y", "missing or NaN in 2 rows", "a=0.");
    }

    @Test
    void infiniteLabels_areCounted() {
        List<String> lines = with(files.table(60), "0.5,u,Infinity,yes");
        assertRejected(
                csv(files.write("t.csv", lines), "y"),
                Task.REGRESSION,
                "label y",
                "not a finite number in 1 row",
                "a=0.5, b=u, c=yes, y=Infinity");
    }

    @Test
    void constantLabel_isRejectedForRegression() {
        List<String> lines = rows("a,y", 60, i -> i + ".5,3");
        assertRejected(csv(files.write("t.csv", lines), "y"), Task.REGRESSION, "label y", "is 3 in all", "varies");
    }

    @Test
    void textLabel_isRejectedForRegression() {
        assertRejected(
                csv(files.write("t.csv", files.table(60)), "c"),
                Task.REGRESSION,
                "label c",
                "type string",
                "must be a number",
                "task: classification");
    }

    @Test
    void singleClass_isRejected() {
        List<String> lines = rows("a,c", 60, i -> i + ".5,only");
        assertRejected(
                csv(files.write("t.csv", lines), "c"), Task.CLASSIFICATION, "\"only\" in every row", "two classes");
    }

    @Test
    void classWithASingleRow_isRejectedByName() {
        List<String> lines = with(files.table(60), "0.5,u,1,maybe");
        assertRejected(
                csv(files.write("t.csv", lines), "c"),
                Task.CLASSIFICATION,
                "a class with a single row: \"maybe\"",
                "at least two rows");
    }

    @Test
    void classOfTheTestInputOnly_isRejectedByName_andByTheRightFile() {
        Path test = files.write("test.csv", List.of("a,b,y,c", "1,u,1,new", "2,u,1,new"));
        DataSpec spec = DataFiles.csv(
                files.write("t.csv", files.table(60)), test, "c", Map.of(), new SplitSpec(0.2, 0.0, 1L, null));
        assertRejected(
                spec,
                Task.CLASSIFICATION,
                "test.csv has a class that no row of",
                "t.csv has: \"new\"",
                "remove such rows from");
    }

    @Test
    void wildLabel_causesAWarning_butAHeavyTailDoesNot() {
        List<String> lines = rows("x,y", 4000, i -> i + "," + (i == 1234 ? 1e12 : 80 + i % 41));
        assertThat(files.prepare(csv(files.write("t.csv", lines), "y"), Task.REGRESSION)
                        .warnings())
                .anySatisfy(warning -> assertThat(warning)
                        .contains("label y", "1 wild value among 4000", "80 % are between", "dominate"));

        Random random = new Random(3);
        List<String> prices = rows("x,y", 4000, i -> i % 99 + "," + Math.exp(1.5 * random.nextGaussian()));
        assertThat(files.prepare(csv(files.write("p.csv", prices), "y"), Task.REGRESSION, 1, "prices")
                        .warnings())
                .noneMatch(warning -> warning.contains("wild"));
    }

    @Test
    void fractionalClasses_areRejected() {
        assertRejected(
                csv(files.write("t.csv", files.table(60)), "y"),
                Task.CLASSIFICATION,
                "label y",
                "different numbers",
                "task: regression");
    }

    @Test
    void oneClassPerRow_isRejected() {
        List<String> lines = rows("a,c", 60, i -> i + ".5,name" + i);
        assertRejected(
                csv(files.write("t.csv", lines), "c"),
                Task.CLASSIFICATION,
                "60 different values in 60 rows",
                "several");
    }

    @Test
    void inputWithoutRows_isRejected() {
        assertRejected(csv(files.write("t.csv", List.of("a,y")), "y"), Task.REGRESSION, "t.csv has no rows");
    }

    @Test
    void splitWithoutRows_isRejected() {
        DataSpec spec = DataFiles.csv(
                files.write("t.csv", rows("a,y", 5, i -> i + "," + i)),
                null,
                "y",
                Map.of(),
                new SplitSpec(0.001, 0.0, 1L, null));
        assertRejected(spec, Task.REGRESSION, "validation split", "has no rows", "0.001 of 5 rows");
    }

    @Test
    void foldWithoutRows_isRejected() {
        DataSpec spec = DataFiles.csv(
                files.write("t.csv", rows("a,y", 5, i -> i + "," + i)),
                null,
                "y",
                Map.of(),
                new SplitSpec(null, 0.0, 1L, 50));
        assertRejected(spec, Task.REGRESSION, "data.split.folds is 50", "the 5 training rows", "must be smaller");
    }

    @Test
    void infiniteFeature_isRejectedByName() {
        List<String> lines = with(files.table(60), "Infinity,u,1,yes", "-Infinity,u,2,yes");
        assertRejected(csv(files.write("t.csv", lines), "y"), Task.REGRESSION, "2 rows of", "the column a", "finite");
    }

    @Test
    void unsupportedType_isRejectedByName_andLeftOutOtherwise() {
        List<StructField> fields = List.of(
                DataTypes.createStructField("a", DataTypes.IntegerType, false),
                DataTypes.createStructField("blob", DataTypes.BinaryType, false),
                DataTypes.createStructField("y", DataTypes.IntegerType, false));
        List<Row> rows = IntStream.range(0, 60)
                .mapToObj(i -> RowFactory.create(i * 2 % 50, new byte[] {(byte) i}, i))
                .toList();
        String input = directory.resolve("t.parquet").toString();
        spark.createDataFrame(rows, DataTypes.createStructType(fields)).write().parquet(input);
        assertRejected(
                DataFiles.spec(Map.of("input", input, "label", "y", "features", List.of("a", "blob"))),
                Task.REGRESSION,
                "feature blob",
                "type binary",
                "data.features: [a]");

        PreparedData data = files.prepare(DataFiles.spec(Map.of("input", input, "label", "y")), Task.REGRESSION);
        assertThat(data.encoding().features()).extracting(FeatureColumn::name).containsExactly("a");
        assertThat(data.warnings()).singleElement().asString().contains("column blob", "type binary", "left out");
    }

    @Test
    void labelOfAnUnsupportedType_isReportedBeforeFeatures() {
        List<String> lines = rows("day,y", 60, i -> "2024-01-%02d,2024-01-%02d".formatted(i % 28 + 1, i % 28 + 1));
        assertRejected(csv(files.write("t.csv", lines), "y"), Task.REGRESSION, "the label y", "type date", "a number");
    }

    @Test
    void duplicateColumnName_isRejected() {
        List<String> lines = rows("x,b,x,y", 60, i -> i + ",2," + i + "," + i);
        assertRejected(csv(files.write("t.csv", lines), "y"), Task.REGRESSION, "more than one column named x");
    }

    @Test
    void filesWithDifferentColumnOrder_areRejected() {
        files.write("in/1.csv", rows("a,b,c", 60, i -> i + ",2,k" + i % 2));
        files.write("in/2.csv", rows("b,a,c", 60, i -> "2," + i + ",k" + i % 2));
        assertRejected(
                csv(directory.resolve("in"), "c"),
                Task.CLASSIFICATION,
                "in as csv cannot be read: CSV header",
                "Header: ",
                "but found: ",
                "/in/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Unnamed: 0", "row"})
    void index_isNoFeature_unlessItIsListed(String name) {
        List<String> lines = rows(name + ",a,y", 60, i -> i * 7 % 60 + "," + i % 7 + "," + i);
        Path input = files.write("t.csv", lines);
        PreparedData data = files.prepare(csv(input, "y"), Task.REGRESSION);
        String column = name.isEmpty() ? "_c0" : name;
        assertThat(data.encoding().features()).extracting(FeatureColumn::name).containsExactly("a");
        assertThat(data.warnings()).singleElement().asString().contains(column, "index", "left out", "data.features");

        assertThat(files.prepare(DataFiles.csv(input, "y", column, "a"), Task.REGRESSION)
                        .encoding()
                        .features())
                .extracting(FeatureColumn::name)
                .containsExactly(column, "a");
    }

    @Test
    void indexOfTheTrainingFile_isRecognised_besideAnotherTestFile() {
        List<String> lines = rows("row,a,y", 60, i -> i + "," + i % 7 + "," + i);
        DataSpec spec = DataFiles.csv(
                files.write("t.csv", lines),
                files.write("test.csv", lines.subList(0, 31)),
                "y",
                Map.of(),
                new SplitSpec(0.2, 0.0, 1L, null));
        assertThat(files.prepare(spec, Task.REGRESSION).encoding().features())
                .extracting(FeatureColumn::name)
                .containsExactly("a");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    %d,5 | with a decimal comma | locale: de-DE
                    1,%03d.5 | with thousands separators | locale: en-US
                    $%d.50 | with a currency | remove the currency
                    %d%% | with a percent sign | remove the sign
                    """)
    void numbersInAnotherNotation_areNamed_withTheCause(String format, String cause, String remedy) {
        List<String> lines = rows("a;b;y", 60, i -> i % 7 + ";" + format.formatted(i + 1) + ";" + i % 9);
        Path input = files.write("t.csv", lines);
        SplitSpec split = new SplitSpec(0.2, 0.2, 1L, null);
        PreparedData data = files.prepare(DataFiles.csv(input, null, "y", Map.of("sep", ";"), split), Task.REGRESSION);
        assertThat(data.warnings()).anySatisfy(warning -> assertThat(warning).contains("feature b", cause, remedy));
        assertRejected(
                DataFiles.csv(input, null, "b", Map.of("sep", ";"), split),
                Task.REGRESSION,
                "the label b",
                cause,
                remedy);
    }

    @Test
    void wordsInAColumnOfNumbers_areCounted() {
        List<String> lines =
                rows("a,b,y", 60, i -> i % 7 + "," + (i % 6 == 0 ? "off" : i % 10 == 1 ? "low" : 2 * i) + "," + i);
        Path input = files.write("t.csv", lines);
        SplitSpec all = new SplitSpec(0.0, 0.0, 1L, null);
        PreparedData data = files.prepare(DataFiles.csv(input, null, "y", Map.of(), all), Task.REGRESSION);
        assertThat(data.warnings()).anySatisfy(warning -> assertThat(warning)
                .contains("44 of 60 values are numbers", "\"off\" (10 rows), \"low\" (6 rows)", "nullValue: \"off\""));
    }

    @Test
    void usualWordsInAColumnOfNumbers_areMissing() {
        String[] words = {"NA", "N/A", "n/a", "NaN", "null", "None", "?", "-"};
        List<String> lines = rows("a,b,y", 80, i -> i % 7 + "," + (i % 3 == 0 ? words[i % 8] : i * 2) + "," + i);
        PreparedData data = files.prepare(csv(files.write("t.csv", lines), "y"), Task.REGRESSION);
        assertThat(data.warnings()).isEmpty();
        assertThat(data.columns().get(1).missing()).isPositive();
        assertThat(data.columns().get(1).kind()).isEqualTo("number");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void malformedSparseRows_areRejected(boolean widthGiven) {
        Path notNumbers = files.write("t.svm", rows("a,y", 60, i -> i + "," + i));
        Path descending = files.write("d.svm", rows("1 1:1", 60, i -> i % 2 + " 3:1 2:1"));
        for (Path input : List.of(notNumbers, descending)) {
            Map<String, String> options = widthGiven ? Map.of("numFeatures", "3") : Map.of();
            DataSpec spec = DataFiles.spec(Map.of("input", input, "format", "libsvm", "options", options));
            assertRejected(spec, Task.CLASSIFICATION, input.getFileName().toString(), "cannot be read");
        }
    }

    @Test
    void columnsNumberedByPosition_areNotDuplicates() {
        List<String> lines = rows("x0,x1,y", 60, i -> i % 7 + "," + i % 5 + "," + i);
        assertThat(files.prepare(csv(files.write("t.csv", lines), "y"), Task.REGRESSION)
                        .encoding()
                        .width())
                .isEqualTo(2);
    }

    @Test
    void rowWithTooManyCells_isRejected() {
        List<String> lines = with(files.table(60), "1,u,2,yes,more");
        assertRejected(csv(files.write("t.csv", lines), "y"), Task.REGRESSION, "t.csv", "cannot be read");
    }

    @Test
    void unwritableWorkDirectory_isRejectedByName() {
        files.write("a-file", List.of("in the way"));
        DataSpec spec = csv(files.write("t.csv", files.table(60)), "y");
        assertThatThrownBy(() -> files.prepare(spec, Task.REGRESSION, 1, "a-file/work"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("work directory")
                .hasMessageContaining("a-file/work cannot be written");
    }

    @Test
    void moreReplicasThanRows_areRejected() {
        DataSpec spec = csv(files.write("t.csv", files.table(40)), "y");
        assertThatThrownBy(() -> files.prepare(spec, Task.REGRESSION, 64, "work"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("training.replicas is 64");
    }

    @Test
    void testInputWithAMissingColumn_isRejected() {
        Path test = files.write("test.csv", List.of("a,y", "1,2"));
        DataSpec spec = DataFiles.csv(
                files.write("t.csv", files.table(60)), test, "y", Map.of(), new SplitSpec(0.2, 0.0, 1L, null));
        assertRejected(
                spec, Task.REGRESSION, "test.csv has no such column; did you mean a? It has the columns a, y", "b");
    }

    @Test
    void textInANumericTestColumn_isRejected() {
        Path test = files.write("test.csv", List.of("a,b,y,c", "1,u,2,no", "one,u,2,no"));
        DataSpec spec = DataFiles.csv(
                files.write("t.csv", files.table(60)), test, "y", Map.of(), new SplitSpec(0.2, 0.0, 1L, null));
        assertRejected(spec, Task.REGRESSION, "the column a", "\"one\"", "a number");
    }

    @Test
    void moreColumnsThanInputs_areRejectedBeforeARowIsRead() {
        StructField[] fields = IntStream.range(0, 16_386)
                .mapToObj(i -> new StructField("x" + i, DataTypes.DoubleType, true, Metadata.empty()))
                .toArray(StructField[]::new);
        TrainingRows rows = TrainingRows.of(
                new TrainingRows.Input("wide.csv", spark.createDataFrame(List.of(), new StructType(fields))));
        PreparationSpec spec = new PreparationSpec(
                new ColumnSelection("x0", null, List.of(), List.of()),
                LabelKind.REAL,
                Scaling.AUTO,
                100,
                new SplitSpec(null, null, null, null),
                MissingNumbers.MASKED,
                ZoneOffset.UTC,
                1);
        assertThatThrownBy(() -> new DataPreparation(spark).prepare(rows, spec, "never-written"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("wide.csv has 16385 feature columns");
    }

    @Test
    void suspiciousColumns_causeWarnings() {
        List<String> lines = rows(
                "id,name,same,empty,power,y",
                300,
                i -> i + ",person " + i + ",7,," + (i % 50 == 3 ? "none yet" : i % 90) + "," + i % 13);
        PreparedData data = files.prepare(csv(files.write("t.csv", lines), "y"), Task.REGRESSION);

        assertThat(data.encoding().features()).extracting(FeatureColumn::name).containsExactly("power");
        assertThat(data.warnings())
                .anySatisfy(warning -> assertThat(warning).contains("feature id", "index", "is left out"))
                .anySatisfy(warning -> assertThat(warning).contains("feature name", "is left out"))
                .anySatisfy(warning ->
                        assertThat(warning).contains("feature same", "is 7 in every training row", "left out"))
                .anySatisfy(warning -> assertThat(warning).contains("feature empty", "no value", "left out"))
                .anySatisfy(warning -> assertThat(warning).contains("feature power", "nullValue: \"none yet\""))
                .hasSize(5);
    }

    @Test
    void manyCategories_getEmbeddings_andRareOnesShareOneWithUnknownOnes() {
        List<String> lines =
                rows("b,x,y", 3000, i -> "c" + (int) Math.sqrt(i % 1500 * 12) + "," + 2 * i + "," + i % 17);
        PreparedData data = files.prepare(csv(files.write("t.csv", lines), "y"), Task.REGRESSION);
        assertThat(data.encoding().features()).extracting(FeatureColumn::name).containsExactly("x", "b");
        assertThat(data.encoding().indexed()).singleElement().satisfies(column -> {
            assertThat(column.categories()).hasSizeBetween(101, 134).doesNotContain("c0");
            assertThat(column.places()).isEqualTo(column.categories().size() + 1);
        });
        assertThat(data.warnings()).anySatisfy(warning -> assertThat(warning)
                .contains("feature b", "categories with fewer than 5 training rows", "share one embedding"));
    }

    private static DataSpec csv(Path input, String label) {
        return DataFiles.csv(input, label);
    }

    private static List<String> with(List<String> lines, String... more) {
        List<String> all = new ArrayList<>(lines);
        all.addAll(List.of(more));
        return all;
    }

    private interface Line {
        String of(int row);
    }

    private static List<String> rows(String header, int count, Line line) {
        return with(
                List.of(header), IntStream.range(0, count).mapToObj(line::of).toArray(String[]::new));
    }

    private void assertRejected(DataSpec spec, Task task, String... parts) {
        assertThatThrownBy(() -> files.prepare(spec, task))
                .isInstanceOf(UserException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }
}
