package io.credence.driver.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.credence.driver.config.DataSpec;
import io.credence.driver.config.Format;
import io.credence.driver.config.Scaling;
import io.credence.driver.config.SplitSpec;
import io.credence.driver.data.input.ColumnSelection;
import io.credence.driver.data.input.DataReader;
import io.credence.driver.data.input.InputSource;
import io.credence.driver.data.input.RowKey;
import io.credence.driver.data.input.RowLookup;
import io.credence.driver.data.profile.ColumnSummary;
import io.credence.driver.data.profile.MissingNumbers;
import io.credence.driver.data.shard.MappedShard;
import io.credence.driver.data.shard.ShardSet;
import io.credence.ensemble.encoding.CalendarPart;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.FeatureColumn.Categorical;
import io.credence.ensemble.encoding.FeatureColumn.Numeric;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.encoding.LabelKind;
import io.credence.ensemble.encoding.MissingPlace;
import io.credence.ensemble.encoding.NumberScaling;
import io.credence.ensemble.specification.Task;
import io.credence.spark.testing.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SparkTest
final class DataPreparationTest {
    private SparkSession spark;

    @TempDir
    Path directory;

    private DataFiles files;

    @BeforeEach
    void files() {
        files = new DataFiles(directory, spark);
    }

    @Test
    void cars_areEncodedWithAPlaceForMissingValues() {
        PreparedData cars = files.prepare(DataFiles.csv(DataFiles.CARS, "mpg"), Task.REGRESSION);

        assertThat(cars.train().rows() + cars.validation().rows() + cars.test().rows())
                .isEqualTo(398);
        assertThat(cars.train().shards()).hasSize(1);
        assertThat(cars.encoding().features())
                .extracting(FeatureColumn::name)
                .containsExactly("horsepower", "cylinders", "displacement", "weight", "acceleration", "year", "origin");
        assertThat(cars.encoding().features().stream()
                        .filter(Numeric.class::isInstance)
                        .map(column -> ((Numeric) column).missing()))
                .startsWith(MissingPlace.COMMON)
                .endsWith(MissingPlace.NONE);
        assertThat(cars.encoding().features().get(6))
                .isEqualTo(new Categorical("origin", List.of("europe", "japan", "usa"), false));
        assertThat(cars.encoding().width()).isEqualTo(6 + 3);
        assertThat(cars.encoding().missable()).isEqualTo(1);
        assertThat(cars.warnings()).isEmpty();
        assertThat(cars.columns()).extracting(ColumnSummary::kind).endsWith("text", "label");
    }

    @Test
    void masking_givesEveryNumberAPlaceForMissingValues_byHowManyTheTrainingRowsHave() {
        PreparedData cars = files.prepare(
                DataFiles.csv(DataFiles.CARS, "mpg"), Task.REGRESSION, MissingNumbers.MASKED, 1, "masked");
        assertThat(cars.encoding().missable()).isEqualTo(6);
        assertThat(cars.encoding().features().subList(0, 6))
                .extracting(column -> ((Numeric) column).missing())
                .containsExactly(
                        MissingPlace.UNSEEN,
                        MissingPlace.UNSEEN,
                        MissingPlace.COMMON,
                        MissingPlace.UNSEEN,
                        MissingPlace.UNSEEN,
                        MissingPlace.UNSEEN);
        assertThat(MissingNumbers.MASKED.place(9, 1000)).isEqualTo(MissingPlace.RARE);
        assertThat(MissingNumbers.IGNORED.place(9, 1000)).isEqualTo(MissingPlace.NONE);
    }

    @Test
    void trainingRows_areStandardisedWithTheirOwnStatistics() {
        List<float[]> rows = DataFiles.rows(files.prepare(DataFiles.csv(DataFiles.CARS, "mpg"), Task.REGRESSION)
                .train());

        for (int column : new int[] {1, 2, 3, 4, 5, 9}) {
            double mean =
                    rows.stream().mapToDouble(row -> row[column]).average().orElseThrow();
            double variance = rows.stream()
                    .mapToDouble(row -> (row[column] - mean) * (row[column] - mean))
                    .average()
                    .orElseThrow();
            assertThat(mean).as("mean of %d", column).isCloseTo(0, within(1e-6));
            assertThat(variance).as("variance of %d", column).isCloseTo(1, within(1e-5));
        }
        assertThat(rows.stream().filter(row -> Float.isNaN(row[0])).count()).isBetween(1L, 6L);
    }

    @Test
    void penguins_haveSortedClasses_andACategoryForMissingText() {
        PreparedData penguins = files.prepare(DataFiles.csv(DataFiles.PENGUINS, "species"), Task.CLASSIFICATION);

        assertThat(penguins.encoding().label())
                .isEqualTo(new LabelColumn.Classes("species", List.of("Adelie", "Chinstrap", "Gentoo")));
        assertThat(penguins.encoding().features()).contains(new Categorical("sex", List.of("female", "male"), true));
        assertThat(DataFiles.rows(penguins.train()))
                .extracting(row -> row[penguins.encoding().width()])
                .containsOnly(0f, 1f, 2f);
    }

    @Test
    void shardsOfCars_haveTheSameBytesOnEveryMachine() {
        PreparedData cars = files.prepare(DataFiles.csv(DataFiles.CARS, "mpg"), Task.REGRESSION, 4, "work");
        assertThat(DataFiles.sha256(cars)).isEqualTo(DataFiles.CARS_SHA256);
    }

    @Test
    void sparseTestFile_isReadWithTheWidthOfTheTrainingFile() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            lines.add(i % 2 + " 1:" + i % 7 + " " + (i % 5 + 2) + ":1.5");
        }
        Path input = files.write("train.libsvm", lines);
        Path test = files.write("test.libsvm", List.of("0 1:3", "1 2:1.5"));
        DataSpec spec = DataFiles.spec(
                Map.of("input", input, "test", test, "scaling", "none", "split", new SplitSpec(0.2, 0.0, 1L, null)));
        PreparedData data = files.prepare(spec, Task.CLASSIFICATION);

        assertThat(data.encoding().label()).isEqualTo(new LabelColumn.Classes("label", List.of("0", "1")));
        assertThat(DataFiles.rows(data.test()))
                .usingElementComparator(Arrays::compare)
                .containsExactlyInAnyOrder(new float[] {3, 0, 0, 0, 0, 0, 0}, new float[] {0, 1.5f, 0, 0, 0, 0, 1});
    }

    @Test
    void sameRows_giveTheSameBytes_forAnyOrderFilesAndPartitions() throws IOException {
        List<String> lines = Files.readAllLines(DataFiles.CARS);
        List<String> rows = new ArrayList<>(lines.subList(1, lines.size()));
        Collections.shuffle(rows, new Random(3));
        for (int part = 0; part < 3; part++) {
            List<String> some = new ArrayList<>(List.of(lines.get(0)));
            some.addAll(rows.subList(part * rows.size() / 3, (part + 1) * rows.size() / 3));
            files.write("shuffled/part-" + part + ".csv", some);
        }
        SplitSpec split = new SplitSpec(0.2, 0.2, 1L, null);
        PreparationSpec spec = regression("mpg", split);
        PreparedData expected = files.prepare(DataFiles.csv(DataFiles.CARS, "mpg"), Task.REGRESSION, 4, "original");

        PreparedData fromFiles = files.prepare(
                DataFiles.csv(directory.resolve("shuffled"), "mpg"), Task.REGRESSION, 4, "shuffled files");
        assertSame(fromFiles, expected);
        Dataset<Row> data = read(directory.resolve("shuffled"));
        for (int partitions : new int[] {1, 7}) {
            TrainingRows input = TrainingRows.of(new TrainingRows.Input("rows", data.repartition(partitions)));
            String work = directory.resolve("partitions-" + partitions).toString();
            assertSame(new DataPreparation(spark).prepare(input, spec, work), expected);
        }
    }

    @Test
    void sameRows_giveTheSameBytes_inAnyFormat() {
        Dataset<Row> data = read(DataFiles.CARS);
        data.write().parquet(directory.resolve("cars.parquet").toString());
        data.write().json(directory.resolve("cars.json").toString());
        PreparedData expected = files.prepare(DataFiles.csv(DataFiles.CARS, "mpg"), Task.REGRESSION);

        for (Format format : List.of(Format.PARQUET, Format.JSON)) {
            DataSpec spec = DataFiles.spec(Map.of(
                    "input",
                    directory.resolve("cars." + format.source()),
                    "label",
                    "mpg",
                    "features",
                    List.of("cylinders", "displacement", "horsepower", "weight", "acceleration", "year", "origin"),
                    "split",
                    new SplitSpec(0.2, 0.2, 1L, null)));
            PreparedData actual = files.prepare(spec, Task.REGRESSION, 1, format.source());
            assertThat(DataFiles.rows(actual.train()))
                    .usingElementComparator(Arrays::compare)
                    .containsExactlyElementsOf(DataFiles.rows(expected.train()));
        }
    }

    @Test
    void equalRows_areDealtOneByOne_inEveryLayout() {
        List<String> lines = new ArrayList<>(List.of("a,b,y"));
        lines.addAll(Collections.nCopies(3000, "1,u,0"));
        lines.addAll(Collections.nCopies(1000, "1,u,1"));
        Collections.shuffle(lines.subList(1, lines.size()), new Random(4));
        lines.addAll(files.table(500).stream()
                .skip(1)
                .map(line -> line.substring(0, line.lastIndexOf(',')))
                .toList());
        SplitSpec split = new SplitSpec(0.2, 0.2, 1L, null);
        DataSpec spec = DataFiles.csv(files.write("t.csv", lines), null, "y", Map.of(), split);
        PreparedData expected = files.prepare(spec, Task.REGRESSION, 4, "one");

        assertThat(DataFiles.open(expected.train())).hasSize(4).allSatisfy(shard -> assertThat(shard.rows())
                .isBetween(550, 800));
        assertThat(expected.test().rows()).isCloseTo(900, within(120L));
        assertThat(expected.validation().rows()).isCloseTo(900, within(120L));
        for (ShardSet part : List.of(expected.train(), expected.validation(), expected.test())) {
            List<Float> labels = DataFiles.rows(part).stream()
                    .filter(row -> row[0] == mode(expected))
                    .map(row -> row[row.length - 1])
                    .toList();
            float one = Collections.max(labels);
            double ones = labels.stream().filter(label -> label == one).count() / (double) labels.size();
            assertThat(ones).isCloseTo(0.25, within(0.07));
        }
        PreparationSpec settings = regression("y", split);
        Dataset<Row> data = read(Path.of(spec.input()));
        for (int partitions : new int[] {2, 7}) {
            TrainingRows rows = TrainingRows.of(new TrainingRows.Input("rows", data.repartition(partitions)));
            String work = directory.resolve("partitions-" + partitions).toString();
            assertSame(new DataPreparation(spark).prepare(rows, settings, work), expected);
        }
    }

    /** Returns settings for 4 replicas. */
    private PreparationSpec regression(String label, SplitSpec split) {
        ColumnSelection columns = new ColumnSelection(label, null, List.of(), List.of());
        ZoneId zone = ZoneId.of(spark.conf().get("spark.sql.session.timeZone"));
        return new PreparationSpec(columns, LabelKind.REAL, Scaling.AUTO, 100, split, MissingNumbers.OBSERVED, zone, 4);
    }

    /** Returns the encoded value of a = 1. */
    private static float mode(PreparedData data) {
        Numeric a = (Numeric) data.encoding().features().get(0);
        return (float) a.scaling().scaled(1);
    }

    @Test
    void folds_everyMemberValidatesOnItsOwn_andTrainsOnTheOthers() {
        List<String> lines = files.table(1300).stream().distinct().toList();
        SplitSpec folds = new SplitSpec(null, 0.2, 1L, 3);
        Path input = files.write("t.csv", lines);
        PreparedData data = files.prepare(DataFiles.csv(input, null, "y", Map.of(), folds), Task.REGRESSION, 4, "work");

        assertThat(data.train().shards()).hasSize(12);
        assertThat(data.validation()).isEqualTo(data.train());
        Set<RowKey> validatedOn = new TreeSet<>();
        for (int member = 0; member < 3; member++) {
            ShardSet own = data.validation().validatedOnBy(member);
            ShardSet others = data.train().trainedOnBy(member);
            assertThat(keys(others)).doesNotContainAnyElementsOf(keys(own));
            assertThat(own.rows() + others.rows()).isEqualTo(data.train().rows());
            assertThat(own.rows()).isCloseTo(data.train().rows() / 3, within(90L));
            validatedOn.addAll(keys(own));
        }
        assertThat(validatedOn).isEqualTo(keys(data.train()));
        assertThat(data.train().trainedOnBy(4)).isEqualTo(data.train().trainedOnBy(1));
        assertThat(keys(data.test())).isNotEmpty().doesNotContainAnyElementsOf(validatedOn);
    }

    @Test
    void anotherSeed_changesTheSplits() {
        Path input = files.write("t.csv", files.table(200));
        SplitSpec other = new SplitSpec(0.2, 0.2, 2L, null);
        PreparedData first = files.prepare(DataFiles.csv(input, "y"), Task.REGRESSION, 1, "one");
        PreparedData second =
                files.prepare(DataFiles.csv(input, null, "y", Map.of(), other), Task.REGRESSION, 1, "two");
        assertThat(keys(first.test())).isNotEqualTo(keys(second.test()));
        assertThat(first.fingerprint()).isNotEqualTo(second.fingerprint());
    }

    @Test
    void separateTestInput_isTheWholeTestSplit() {
        Path input = files.write("train.csv", files.table(200));
        Path test = files.write("test.csv", List.of("b,c,y,a", "u,no,3,7", "x,no,4,8"));
        SplitSpec split = new SplitSpec(0.25, 0.9 - 0.25, 1L, null);
        PreparedData data = files.prepare(DataFiles.csv(input, test, "y", Map.of(), split, "a", "b"), Task.REGRESSION);

        assertThat(data.train().rows() + data.validation().rows()).isEqualTo(200);
        assertThat(data.validation().rows()).isCloseTo(50, within(20L));
        List<float[]> rows = DataFiles.rows(data.test());
        assertThat(rows).hasSize(2);
        NumberScaling a = ((Numeric) data.encoding().features().get(0)).scaling();
        assertThat(rows).extracting(row -> row[0]).containsExactlyInAnyOrder((float) a.scaled(7), (float) a.scaled(8));
    }

    @Test
    void eachReplica_hasAShard() {
        PreparedData data =
                files.prepare(DataFiles.csv(files.write("t.csv", files.table(400)), "y"), Task.REGRESSION, 8, "work");
        assertThat(data.train().shards()).hasSize(8).allMatch(shard -> shard.rows() > 10);
        assertThat(data.validation().shards()).hasSize(8);
        assertThat(data.test().shards()).hasSize(1);
    }

    @Test
    void moreReplicasThanValidationRows_leaveEmptyShards() {
        DataSpec spec = DataFiles.csv(
                files.write("t.csv", files.table(400)),
                null,
                "y",
                Map.of(),
                new SplitSpec(0.01, 0.0, 1L, null),
                "a",
                "b");
        PreparedData data = files.prepare(spec, Task.REGRESSION, 16, "work");
        assertThat(data.validation().rows()).isBetween(1L, 15L);
        assertThat(data.validation().shards()).hasSize(16);
        assertThat(DataFiles.rows(data.validation()))
                .hasSize((int) data.validation().rows());
    }

    @Test
    void scalingNone_leavesNumbersUnchanged() {
        DataSpec spec = DataFiles.spec(Map.of(
                "input",
                files.write("t.csv", files.table(200)),
                "label",
                "y",
                "features",
                List.of("a"),
                "scaling",
                "none"));
        assertThat(files.prepare(spec, Task.REGRESSION).encoding().features())
                .singleElement()
                .extracting(column -> ((Numeric) column).scaling())
                .isEqualTo(new NumberScaling.Standard(0, 1));
    }

    @Test
    void fewExtremeValues_doNotDetermineTheScale_andAreNamed() {
        List<String> lines = new ArrayList<>(List.of("x,z,y"));
        Random random = new Random(3);
        for (int i = 0; i < 600; i++) {
            double x = random.nextGaussian();
            lines.add("%.4f,%.4f,%.4f".formatted(i % 100 == 7 ? -999 : x, random.nextGaussian(), 2 * x));
        }
        PreparedData data = files.prepare(DataFiles.csv(files.write("t.csv", lines), "y"), Task.REGRESSION);

        NumberScaling x = ((Numeric) data.encoding().features().get(0)).scaling();
        assertThat(x).isInstanceOf(NumberScaling.Robust.class);
        assertThat(x.scaled(1) - x.scaled(-1)).isBetween(1.2, 1.8);
        assertThat(x.scaled(-999)).isBetween(-3.0, -2.9);
        assertThat(((Numeric) data.encoding().features().get(1)).scaling()).isInstanceOf(NumberScaling.Standard.class);
        assertThat(data.warnings()).singleElement().satisfies(warning -> assertThat(warning)
                .contains("feature x", "extreme values between -999"));
    }

    @Test
    void quantileScaling_mapsTrainingRowsToANormalDistribution() {
        List<String> lines = new ArrayList<>(List.of("x,few,y"));
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            lines.add("%.6f,%d,%d".formatted(Math.exp(2 * random.nextGaussian()), i % 5, i % 7));
        }
        DataSpec spec =
                DataFiles.spec(Map.of("input", files.write("t.csv", lines), "label", "y", "scaling", "quantile"));
        PreparedData data = files.prepare(spec, Task.REGRESSION);

        NumberScaling x = ((Numeric) data.encoding().features().get(0)).scaling();
        assertThat(((NumberScaling.Quantile) x).values()).hasSizeBetween(400, 501);
        for (double z : new double[] {-2, -1, 0, 1, 2}) {
            assertThat(x.scaled(Math.exp(2 * z))).isCloseTo(z, within(0.2));
            assertThat(x.unscaled(x.scaled(Math.exp(2 * z)))).isCloseTo(Math.exp(2 * z), within(1e-9));
        }
        assertThat(x.scaled(1e9)).isBetween(40.0, 60.0);
        assertThat(((Numeric) data.encoding().features().get(1)).scaling()).isEqualTo(new NumberScaling.Robust(2, 2));
    }

    @Test
    void datesAndTimestamps_haveThePartsOfTheCalendarThatTheirResolutionHas() {
        List<String> lines = new ArrayList<>(List.of("day,month,at,same,y"));
        for (int i = 0; i < 400; i++) {
            LocalDate day = LocalDate.of(2023, 1, 1).plusDays(i);
            lines.add("%s,%s,%sT%02d:30:00,2024-02-03,%d".formatted(day, day.withDayOfMonth(1), day, i % 24, i % 17));
        }
        PreparedData data = files.prepare(DataFiles.csv(files.write("t.csv", lines), "y"), Task.REGRESSION);

        assertThat(data.encoding().features())
                .extracting(column -> ((FeatureColumn.Temporal) column).parts())
                .containsExactly(
                        List.of(CalendarPart.MONTH, CalendarPart.WEEKDAY),
                        List.of(CalendarPart.MONTH),
                        List.of(CalendarPart.MONTH, CalendarPart.WEEKDAY, CalendarPart.HOUR));
        assertThat(data.warnings()).singleElement().satisfies(warning -> assertThat(warning)
                .contains("feature same", "left out"));
        assertThat(DataFiles.rows(data.train()).get(0)).hasSize(5 + 3 + 7 + 1);
    }

    @Test
    void completeShards_areReused_andDamagedOnesWrittenAgain() throws IOException {
        DataSpec spec = DataFiles.csv(files.write("t.csv", files.table(200)), "y");
        PreparedData first = files.prepare(spec, Task.REGRESSION);
        Map<String, byte[]> bytes = DataFiles.bytes(first);
        Path train = DataFiles.path(first.train().shards().get(0));
        Files.setLastModifiedTime(train, FileTime.fromMillis(12_345_000));

        assertThat(files.prepare(spec, Task.REGRESSION)).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(train).toMillis()).isEqualTo(12_345_000);

        Files.write(train, new byte[7]);
        assertThat(files.prepare(spec, Task.REGRESSION)).isEqualTo(first);
        assertThat(DataFiles.bytes(first)).usingRecursiveComparison().isEqualTo(bytes);
    }

    @Test
    void shardsOfNewData_replaceThoseOfOldData() throws IOException {
        PreparedData first = files.prepare(DataFiles.csv(files.write("t.csv", files.table(200)), "y"), Task.REGRESSION);
        PreparedData second =
                files.prepare(DataFiles.csv(files.write("t.csv", files.table(201)), "y"), Task.REGRESSION);
        assertThat(second.fingerprint()).isNotEqualTo(first.fingerprint());
        assertThat(DataFiles.allShards(first)).noneMatch(shard -> Files.exists(DataFiles.path(shard)));
        try (var left =
                Files.list(DataFiles.path(second.train().shards().get(0)).getParent())) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "shards.json",
                            "train-00000-of-00001.shard",
                            "validation-00000-of-00001.shard",
                            "test-00000-of-00001.shard");
        }
    }

    @Test
    void rowLookup_returnsAllColumns() {
        List<String> lines = files.table(200);
        Path input = files.write("t.csv", lines);
        PreparedData data = files.prepare(DataFiles.csv(input, "y", "a"), Task.REGRESSION);
        MappedShard test = DataFiles.open(data.test()).get(0);
        List<RowKey> keys = List.of(test.key(0), test.key(test.rows() - 1));
        Dataset<Row> rows = read(input);

        Map<RowKey, Map<String, String>> found = RowLookup.find(rows, data.keyColumns(), keys);

        assertThat(found).containsOnlyKeys(keys);
        LabelColumn.Target y = (LabelColumn.Target) data.encoding().label();
        for (int row : new int[] {0, test.rows() - 1}) {
            Map<String, String> values = found.get(test.key(row));
            assertThat(values).containsOnlyKeys("a", "b", "y", "c");
            float[] target = new float[1];
            test.read(row, new float[1], 0, target, 0);
            double label = Double.parseDouble(values.get("y"));
            assertThat(target[0]).isEqualTo((float) ((label - y.mean()) / y.scale()));
        }
    }

    private Dataset<Row> read(Path input) {
        return new DataReader(spark).read(InputSource.ofFiles("data.input", input.toString(), Format.CSV, Map.of()));
    }

    private static Set<RowKey> keys(ShardSet split) {
        Set<RowKey> keys = new TreeSet<>();
        for (MappedShard shard : DataFiles.open(split)) {
            for (int row = 0; row < shard.rows(); row++) {
                keys.add(shard.key(row));
            }
        }
        return keys;
    }

    private static void assertSame(PreparedData actual, PreparedData expected) {
        assertThat(actual.encoding()).isEqualTo(expected.encoding());
        assertThat(actual.fingerprint()).isEqualTo(expected.fingerprint());
        assertThat(DataFiles.bytes(actual)).usingRecursiveComparison().isEqualTo(DataFiles.bytes(expected));
    }
}
