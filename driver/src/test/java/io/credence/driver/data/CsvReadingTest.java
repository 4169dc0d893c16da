package io.credence.driver.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.driver.UserException;
import io.credence.driver.config.Format;
import io.credence.driver.data.input.DataReader;
import io.credence.driver.data.input.InputSource;
import io.credence.spark.testing.SparkTest;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CSV files as people have them, read as they mean them. */
@SparkTest
final class CsvReadingTest {
    private SparkSession spark;

    @TempDir
    Path directory;

    @Test
    void types_areThoseThatAllCellsFit() {
        Dataset<Row> rows = read(
                Map.of(),
                "code,count,big,size,flag,day,text,empty",
                "007,1,3000000000,1.5,True,2024-01-31,a,",
                "12,-2,1,2,false,2024-02-29,1,",
                "A1,+3,NA,NaN,?,n/a,3,NA");

        assertThat(rows.schema().toDDL())
                .isEqualTo("code STRING,count INT,big BIGINT,size DOUBLE,flag BOOLEAN,day DATE,"
                        + "text STRING,empty STRING");
        assertThat(texts(rows))
                .containsExactlyInAnyOrder(
                        "007|1|3000000000|1.5|true|2024-01-31|a|null",
                        "12|-2|1|2.0|false|2024-02-29|1|null",
                        "A1|3|null|NaN|null|null|3|NA");
    }

    @Test
    void codesWithLeadingZeros_stayAsTheyAre() {
        assertThat(texts(read(Map.of(), "zip,x", "01067,1", "80331,2", "0,3")))
                .containsExactlyInAnyOrder("01067|1", "80331|2", "0|3");
        assertThat(read(Map.of(), "x", "0.5", "0", "-0.25").schema().toDDL()).isEqualTo("x DOUBLE");
    }

    @Test
    void quotedCells_mayHaveDoubledQuotes_andLineBreaks() {
        Dataset<Row> rows =
                read(Map.of(), "a,b", "1,\"say \"\"yes, please\"\"\"", "2,\"two", "lines\"", "3,5\" pipe", "4,C:\\dir");

        assertThat(texts(rows))
                .containsExactlyInAnyOrder("1|say \"yes, please\"", "2|two\nlines", "3|5\" pipe", "4|C:\\dir");
    }

    @Test
    void rowsThatSparkWrote_areReadBack() {
        Dataset<Row> rows = spark.sql(
                "SELECT * FROM VALUES (1, '[\"a\",\"b\"]'), (2, 'say \"yes\", or no'), (3, 'plain') AS t(id, text)");
        String path = directory.resolve("written").toString();
        rows.write().option("header", true).csv(path);

        assertThat(texts(new DataReader(spark).read(source(path, Map.of()))))
                .containsExactlyInAnyOrderElementsOf(texts(rows));
    }

    @Test
    void numbersOfALocale_areRead_withoutASchema() {
        Dataset<Row> rows =
                read(Map.of("locale", "de-DE", "sep", ";"), "price;n;day", "1.234,5;1.000;01.02.2024", "-0,25;7;NA");

        assertThat(rows.schema().toDDL()).isEqualTo("price DOUBLE,n INT,day STRING");
        assertThat(texts(rows)).containsExactlyInAnyOrder("1234.5|1000|01.02.2024", "-0.25|7|NA");
    }

    @Test
    void otherEncoding_isRefused_untilItIsNamed() throws IOException {
        Path file = directory.resolve("latin.csv");
        Files.write(file, "name,x\ncaf\u00e9 \u20ac,1\nbar,2\n".getBytes(Charset.forName("windows-1252")));
        DataReader reader = new DataReader(spark);

        assertThatThrownBy(() -> reader.read(source(file.toString(), Map.of())))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll("latin.csv is not in UTF-8", "the column name", "encoding: windows-1252");
        Map<String, String> option = Map.of("encoding", "windows-1252");
        assertThat(texts(reader.read(source(file.toString(), option))))
                .containsExactlyInAnyOrder("caf\u00e9 \u20ac|1", "bar|2");
    }

    @ParameterizedTest
    @CsvSource({
        "encoding, no-such-encoding",
        "locale, xx-YY",
        "header, maybe",
        "sep, ''",
        "quote, ab",
        "maxColumns, many",
        "mode, FASTFAIL",
        "schema, NOTYPE"
    })
    void wrongOption_isTheUsersMistake(String option, String value) {
        assertThatThrownBy(() -> read(Map.of(option, value), "a,b", "1,2").collectAsList())
                .isInstanceOf(UserException.class)
                .satisfies(
                        e -> assertThat(e.getMessage()).contains("t.csv", value).doesNotContain("\n"));
    }

    @Test
    void columnWithoutAName_isComparedInEveryFile() throws IOException {
        write("in/1.csv", ",a,b", "0,1,x", "1,2,y");
        write("in/2.csv", ",a,b", "2,3,z");
        DataReader reader = new DataReader(spark);
        String path = directory.resolve("in").toString();

        assertThat(texts(reader.read(source(path, Map.of())))).containsExactlyInAnyOrder("0|1|x", "1|2|y", "2|3|z");

        write("in/3.csv", ",b,a", "3,w,4");
        assertThatThrownBy(() -> reader.read(source(path, Map.of())))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("CSV header");
    }

    @Test
    void twoColumnsWithoutAName_areReadFromOneFile_andRefusedFromSeveral() throws IOException {
        write("in/1.csv", ",a,", "0,1,5", "1,2,6");
        DataReader reader = new DataReader(spark);
        String path = directory.resolve("in").toString();
        assertThat(reader.read(source(path, Map.of())).columns()).containsExactly("_c0", "a", "_c2");

        write("in/2.csv", ",a,", "0,1,5");
        assertThatThrownBy(() -> reader.read(source(path, Map.of())))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("2 columns without a name");
    }

    private Dataset<Row> read(Map<String, String> options, String... lines) {
        try {
            return new DataReader(spark).read(source(write("t.csv", lines).toString(), options));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static InputSource source(String path, Map<String, String> options) {
        return InputSource.ofFiles("data.input", path, Format.CSV, options);
    }

    private Path write(String name, String... lines) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, List.of(lines));
    }

    private static List<String> texts(Dataset<Row> rows) {
        return rows.collectAsList().stream()
                .map(row -> String.join(
                        "|",
                        Arrays.stream(row.schema().fieldNames())
                                .map(name -> String.valueOf(row.<Object>getAs(name)))
                                .toList()))
                .toList();
    }
}
