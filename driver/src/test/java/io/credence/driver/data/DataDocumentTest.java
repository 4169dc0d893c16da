package io.credence.driver.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.driver.config.Configuration;
import io.credence.driver.config.ConfigurationReader;
import io.credence.driver.config.DataSpec;
import io.credence.driver.data.input.ColumnChoice;
import io.credence.driver.data.input.ColumnSelection;
import io.credence.driver.data.input.DataReader;
import io.credence.driver.data.input.KeyColumns;
import io.credence.spark.testing.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each file in docs/data.md has the features that the page says. */
@SparkTest
final class DataDocumentTest {
    private static final Pattern EXAMPLE =
            Pattern.compile("(?s)```csv\n(.*?)```\\s*```yaml\n(.*?)```[^`]*```text\n(.*?)```");

    @TempDir
    Path directory;

    @Test
    void examples_haveTheFeaturesOfThePage(SparkSession spark) throws IOException {
        List<MatchResult> examples = EXAMPLE.matcher(Files.readString(Path.of("../docs/data.md")))
                .results()
                .toList();
        assertThat(examples).hasSize(3);
        for (MatchResult example : examples) {
            Path file = Files.writeString(directory.resolve("example.csv"), example.group(1));
            Configuration configuration =
                    ConfigurationReader.parse("the page", example.group(2), List.of("data.input=" + file));

            assertThat(features(spark, configuration))
                    .isEqualTo(example.group(3).lines().toList());
        }
    }

    private static List<String> features(SparkSession spark, Configuration configuration) {
        DataSpec data = configuration.data();
        TrainingRows.Input input =
                TrainingRows.read(new DataReader(spark), data).input();
        KeyColumns columns = new ColumnChoice(input.name(), input.rows().schema())
                .choose(
                        new ColumnSelection(data.label(), data.features(), data.exclude(), data.categorical()),
                        List.of(),
                        configuration.labelKind());
        return IntStream.range(0, columns.features())
                .mapToObj(i ->
                        columns.names().get(i) + " " + columns.types().get(i).simpleString())
                .toList();
    }
}
