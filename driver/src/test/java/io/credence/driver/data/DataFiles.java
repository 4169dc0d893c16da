package io.credence.driver.data;

import io.credence.driver.config.DataSpec;
import io.credence.driver.config.SplitSpec;
import io.credence.driver.data.profile.MissingNumbers;
import io.credence.driver.data.shard.LocalShards;
import io.credence.driver.data.shard.MappedShard;
import io.credence.driver.data.shard.ShardRef;
import io.credence.driver.data.shard.ShardSet;
import io.credence.ensemble.binding.JsonRecords;
import io.credence.ensemble.encoding.LabelKind;
import io.credence.ensemble.specification.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** The input files and work directories of one test, below a temporary directory. */
public record DataFiles(Path directory, SparkSession spark) {
    public static final Path CARS = Path.of("../conf/data/auto-mpg.csv");
    /**
     * The SHA-256 of the shards of the cars regression with 4 replicas, and a fifth of the rows each for validation
     * and test.
     */
    static final String CARS_SHA256 = "a35d490650e9b6a05edc7d1a2ff32ac2a8bef96617e01d19cadfdb9bb48ed9bd";

    static final Path PENGUINS = Path.of("../conf/data/penguins.csv");

    /** Writes lines to a file below the directory. */
    Path write(String name, List<String> lines) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns a header and rows with the columns a (a number), b (one of three strings), y (a number) and c (one of
     * two classes).
     */
    List<String> table(int rows) {
        Random random = new Random(5);
        List<String> lines = new ArrayList<>(List.of("a,b,y,c"));
        for (int i = 0; i < rows; i++) {
            double a = random.nextGaussian();
            lines.add("%.4f,%s,%.4f,%s".formatted(a, "uvw".charAt(i % 3), 2 * a + i % 3, i % 2 == 0 ? "no" : "yes"));
        }
        return lines;
    }

    /** Prepares data for a single replica, in the work directory {@code work}. */
    public PreparedData prepare(DataSpec spec, Task task) {
        return prepare(spec, task, 1, "work");
    }

    /** Prepares data in a work directory below this directory. */
    public PreparedData prepare(DataSpec spec, Task task, int replicas, String work) {
        return prepare(spec, task, MissingNumbers.OBSERVED, replicas, work);
    }

    PreparedData prepare(DataSpec spec, Task task, MissingNumbers missing, int replicas, String work) {
        return new DataPreparation(spark)
                .prepare(
                        spec,
                        task == Task.REGRESSION ? LabelKind.REAL : LabelKind.CLASS,
                        missing,
                        replicas,
                        directory.resolve(work).toString());
    }

    /** Returns settings for a CSV file, with a fifth of the rows each for validation and test. */
    public static DataSpec csv(Path input, String label, String... features) {
        return csv(input, null, label, Map.of(), new SplitSpec(0.2, 0.2, 1L, null), features);
    }

    /** Returns settings for a CSV file; without features, all columns but the label are features. */
    public static DataSpec csv(
            Path input, Path test, String label, Map<String, String> options, SplitSpec split, String... features) {
        Map<String, Object> settings = new TreeMap<>(
                Map.of("input", input, "format", "csv", "options", options, "label", label, "split", split));
        if (test != null) {
            settings.put("test", test);
        }
        if (features.length > 0) {
            settings.put("features", features);
        }
        return spec(settings);
    }

    /** Returns settings by their keys; values may be records, lists, and paths. */
    public static DataSpec spec(Map<String, ?> settings) {
        Map<String, Object> texts = new TreeMap<>(settings);
        texts.replaceAll((key, value) -> value instanceof Path path ? path.toString() : value);
        return JsonRecords.bind(JsonRecords.tree(texts), DataSpec.class);
    }

    /** Returns the content of all shard files of a data set by file name. */
    static SortedMap<String, byte[]> bytes(PreparedData data) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        for (ShardSet split : List.of(data.train(), data.validation(), data.test())) {
            for (ShardRef shard : split.shards()) {
                Path file = path(shard);
                try {
                    files.put(file.getFileName().toString(), Files.readAllBytes(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return files;
    }

    static String sha256(PreparedData data) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            bytes(data).values().forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the local path of a shard. */
    public static Path path(ShardRef shard) {
        return Path.of(new org.apache.hadoop.fs.Path(shard.uri()).toUri().getPath());
    }

    /** Returns the rows of a split, features then target. */
    static List<float[]> rows(ShardSet split) {
        List<float[]> rows = new ArrayList<>();
        for (MappedShard shard : open(split)) {
            for (int row = 0; row < shard.rows(); row++) {
                float[] values = new float[shard.features() + 1];
                shard.read(row, values, 0, values, shard.features());
                rows.add(values);
            }
        }
        return rows;
    }

    static List<MappedShard> open(ShardSet split) {
        List<MappedShard> shards = new ArrayList<>();
        for (ShardRef shard : split.shards()) {
            try {
                shards.add(LocalShards.open(shard, new Configuration()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return shards;
    }

    static Stream<ShardRef> allShards(PreparedData data) {
        return Stream.of(data.train(), data.validation(), data.test()).flatMap(split -> split.shards().stream());
    }
}
