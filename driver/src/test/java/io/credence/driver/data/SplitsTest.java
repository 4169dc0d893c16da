package io.credence.driver.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.credence.driver.UserException;
import io.credence.driver.config.Configuration;
import io.credence.driver.config.ConfigurationReader;
import io.credence.driver.config.DataSpec;
import io.credence.driver.config.SplitSpec;
import io.credence.driver.data.shard.ShardSet;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.specification.Task;
import io.credence.spark.testing.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Splits that a column decides. The feature x identifies a row's value of that column. */
@SparkTest
final class SplitsTest {
    private SparkSession spark;

    @TempDir
    Path directory;

    private DataFiles files;

    @BeforeEach
    void files() {
        files = new DataFiles(directory, spark);
    }

    @Test
    void column_saysTheSplitOfEachRow() {
        List<String> names = List.of("train", "validation", "test", "train");
        Path input = rows("part", 200, i -> names.get(i % 4) + "," + i % 4);
        PreparedData data = prepare(input, byColumn("part"));

        assertThat(data.encoding().features()).extracting(FeatureColumn::name).containsExactly("x");
        assertThat(values(data.train())).containsExactlyInAnyOrder(0f, 3f);
        assertThat(values(data.validation())).containsExactly(1f);
        assertThat(values(data.test())).containsExactly(2f);
        assertThat(data.train().rows()).isEqualTo(100);
        assertThat(data.splitSentence()).contains("column part");
    }

    @Test
    void column_withOtherValues_isRejected() {
        Path input =
                rows("part", 200, i -> (i % 50 == 7 ? "holdout" : i % 2 == 0 ? "train" : "validation") + "," + i % 7);
        assertRejected(
                input,
                byColumn("part"),
                "4 rows of",
                "part (data.split.column)",
                "\"holdout\"",
                "train, validation, test");
    }

    @Test
    void column_withoutValidationRows_isRejected_unlessThereAreFolds() {
        Path input = rows("part", 200, i -> (i % 5 == 0 ? "test" : "train") + "," + i % 5);
        assertRejected(input, byColumn("part"), "no row of", "says validation", "data.split.folds");

        PreparedData data = prepare(input, new SplitSpec(null, null, 1L, 2, "part", null, null));
        assertThat(values(data.test())).containsExactly(0f);
        assertThat(data.train().folds()).isEqualTo(2);
    }

    @Test
    void missingColumn_isRejected() {
        Path input = rows("part", 60, i -> "train," + i % 9);
        assertRejected(input, byColumn("parts"), "data.split.column is parts", "did you mean part?");
    }

    @Test
    void group_staysTogether_inSplitsAndFolds() {
        Path input = rows("patient", 2000, i -> "p" + i % 100 + "," + i % 100);
        PreparedData data = prepare(input, new SplitSpec(0.2, 0.2, 1L, null, null, "patient", null));

        assertThat(data.encoding().features()).extracting(FeatureColumn::name).containsExactly("x");
        assertDisjoint(values(data.train()), values(data.validation()), values(data.test()));
        assertThat(data.test().rows() % 20).isZero();
        assertThat(data.test().rows()).isCloseTo(400, within(200L));
        assertThat(data.splitSentence()).contains("new values of patient");

        PreparedData folds = prepare(input, new SplitSpec(null, 0.2, 1L, 3, null, "patient", null));
        for (int member = 0; member < 3; member++) {
            assertDisjoint(
                    values(folds.train().validatedOnBy(member)),
                    values(folds.train().trainedOnBy(member)),
                    values(folds.test()));
        }
    }

    @Test
    void group_canBeAFeatureToo_andMissingOnesAreRejected() {
        Path input = rows("patient", 400, i -> "p" + i % 40 + "," + i % 40);
        SplitSpec split = new SplitSpec(0.2, 0.2, 1L, null, null, "patient", null);
        PreparedData data = files.prepare(spec(input, split, List.of("patient")), Task.REGRESSION);
        assertThat(data.encoding().features()).extracting(FeatureColumn::name).containsExactly("patient");

        Path holes = rows("patient", 400, i -> (i < 3 ? "" : "p" + i % 40) + "," + i % 40);
        assertRejected(holes, split, "3 rows of", "patient (data.split.group)", "missing");
    }

    @Test
    void time_theLatestRowsAreForTesting_theOnesBeforeThemValidate() {
        LocalDate first = LocalDate.of(2023, 1, 1);
        Path input = rows("day", 1000, i -> first.plusDays(i / 10) + "," + i / 10);
        PreparedData data = prepare(input, byTime("day"));

        assertThat(values(data.test())).isEqualTo(range(80, 100));
        assertThat(values(data.validation())).isEqualTo(range(60, 80));
        assertThat(values(data.train())).isEqualTo(range(0, 60));
        assertThat(data.splitSentence()).contains("from 2023-03-22 on", "later rows");
    }

    @Test
    void time_maybeATimestampOrANumber_andWildTimesDoNotMatter() {
        Path stamps = rows("at", 1000, i -> "2024-05-01 %02d:%02d:00,%d".formatted(i / 60, i % 60, i));
        assertThat(values(prepare(stamps, byTime("at"), "x").test())).isEqualTo(range(800, 1000));
        Path numbers = rows("year", 1000, i -> (i == 0 ? "-1e9" : i == 999 ? "1e12" : 1.5 * i - 700) + "," + i);
        assertThat(values(prepare(numbers, byTime("year"), "x").test())).isEqualTo(range(800, 1000));
    }

    @Test
    void equalTimes_areInTheSameSplit_andOneTimeAloneIsRejected() {
        Path input = rows("day", 1000, i -> "2023-01-0" + (1 + i / 250) + "," + i / 250);
        PreparedData data = prepare(input, byTime("day"));
        assertThat(values(data.test())).containsExactly(3f);
        assertThat(values(data.validation())).containsExactly(2f);

        Path same = rows("day", 100, i -> "2023-01-01," + i % 9);
        assertRejected(same, byTime("day"), "data.split.time is day", "2023-01-01", "same time");
    }

    @Test
    void examplesOfThePage_areSplit() throws IOException {
        String page = Files.readString(Path.of("../docs/data.md"));
        List<String> examples = Pattern.compile("(?s)```yaml\n(.*?)```")
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .filter(example -> example.contains("year"))
                .toList();
        assertThat(examples).hasSizeGreaterThanOrEqualTo(2);
        for (String example : examples) {
            Configuration configuration =
                    ConfigurationReader.parse("the page", example, List.of("data.input=" + DataFiles.CARS));
            PreparedData data = files.prepare(configuration.data(), configuration.task());
            assertThat(data.splitSentence()).contains("year");
            assertThat(data.encoding().features())
                    .extracting(FeatureColumn::name)
                    .doesNotContain("year");
        }
    }

    @Test
    void timeAsText_isRejected() {
        Path input = rows("day", 100, i -> "day " + i + "," + i % 9);
        assertRejected(input, byTime("day"), "has the type string", "a date, a timestamp or a number");
    }

    private Path rows(String column, int count, IntFunction<String> row) {
        Random random = new Random(2);
        List<String> lines = new ArrayList<>(IntStream.range(0, count)
                .mapToObj(i -> row.apply(i) + "," + (10 * i + random.nextInt(9)))
                .toList());
        Collections.shuffle(lines, random);
        lines.add(0, column + ",x,y");
        return files.write("t.csv", lines);
    }

    private static SplitSpec byColumn(String column) {
        return new SplitSpec(null, null, 1L, null, column, null, null);
    }

    private static SplitSpec byTime(String column) {
        return new SplitSpec(0.2, 0.2, 1L, null, null, null, column);
    }

    private DataSpec spec(Path input, SplitSpec split, List<String> features) {
        Map<String, Object> settings =
                new TreeMap<>(Map.of("input", input, "label", "y", "scaling", "none", "split", split));
        if (features != null) {
            settings.put("features", features);
        }
        return DataFiles.spec(settings);
    }

    private PreparedData prepare(Path input, SplitSpec split, String... features) {
        return files.prepare(spec(input, split, features.length == 0 ? null : List.of(features)), Task.REGRESSION);
    }

    private void assertRejected(Path input, SplitSpec split, String... parts) {
        assertThatThrownBy(() -> prepare(input, split))
                .isInstanceOf(UserException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    private static Set<Float> values(ShardSet split) {
        Set<Float> values = new HashSet<>();
        DataFiles.rows(split).forEach(row -> values.add(row[0]));
        return values;
    }

    private static Set<Float> range(int from, int to) {
        Set<Float> values = new HashSet<>();
        IntStream.range(from, to).forEach(i -> values.add((float) i));
        return values;
    }

    @SafeVarargs
    private static void assertDisjoint(Set<Float>... sets) {
        Set<Float> all = new HashSet<>();
        int sum = 0;
        for (Set<Float> set : sets) {
            assertThat(set).isNotEmpty();
            all.addAll(set);
            sum += set.size();
        }
        assertThat(all).hasSize(sum);
    }
}
