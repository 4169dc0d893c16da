package io.credence.driver.data.input;

import io.credence.driver.UserException;
import io.credence.driver.config.Format;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Reads rows with Spark from any Hadoop file system, and reports problems with paths and files as clear user errors.
 *
 * <p>Options are passed through to Spark's reader; the option {@code schema} is a schema in DDL. By default, CSV files
 * have a header, which must be the same in every file, and their types are inferred. A malformed row of CSV or JSON is
 * an error, not a row of nulls.
 */
public final class DataReader {
    private static final String SCHEMA = "schema";
    private static final String ENFORCE_SCHEMA = "enforceSchema";

    /**
     * The option of the libsvm source for the number of features, and the key of the metadata that it adds to its
     * column.
     */
    private static final String WIDTH = "numFeatures";

    private final SparkSession spark;

    /** @param spark reads the rows */
    public DataReader(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * Reads the rows of an input.
     *
     * @param key the setting that names the input, for messages: {@code data.input}
     * @param input a path or URI, which may be a glob pattern
     * @param format the format of the files
     * @param options options for Spark's reader
     * @throws UserException if the input does not exist or cannot be read
     */
    public Dataset<Row> read(String key, String input, Format format, Map<String, String> options) {
        String what = key + " " + input;
        requireExisting(what, input);
        Map<String, String> settings = settings(format, options);
        String schema = settings.remove(SCHEMA);
        return SparkFailures.reading(what + " as " + format.source(), () -> {
            DataFrameReader reader = spark.read().format(format.source()).options(settings);
            Dataset<Row> rows = (schema == null ? reader : reader.schema(schema)).load(input);
            requireColumns(what, rows.columns());
            requireTypes(what, rows);
            if (format != Format.CSV) {
                return rows;
            }
            requireUniqueNames(what, input, settings, rows.columns());
            boolean comparesHeaders = schema == null && !settings.containsKey(ENFORCE_SCHEMA) && hasNamedColumns(rows);
            return comparesHeaders ? comparingHeaders(reader, rows.schema()).load(input) : rows;
        });
    }

    /**
     * Returns whether every column has its name from the header. Spark makes up a name for an empty header cell, such
     * as the one above a pandas index, and the header then differs from the schema.
     */
    private static boolean hasNamedColumns(Dataset<Row> rows) {
        return Arrays.stream(rows.columns()).noneMatch(name -> name.matches("_c\\d+"));
    }

    /**
     * Returns a reader that compares the header of every file with the schema, which is inferred from one file. By
     * default, Spark only warns and reads by position.
     */
    private static DataFrameReader comparingHeaders(DataFrameReader reader, StructType schema) {
        return reader.schema(schema).option(ENFORCE_SCHEMA, false);
    }

    /** Reads rows for an existing model, like {@link #read}; sparse files are read with the width of its encoding. */
    public Dataset<Row> read(String key, String input, Format format, Map<String, String> options, Encoding encoding) {
        Map<String, String> settings = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        settings.putAll(options);
        if (format == Format.LIBSVM) {
            encoding.features().stream()
                    .filter(FeatureColumn.Vector.class::isInstance)
                    .forEach(vector -> settings.putIfAbsent(WIDTH, Integer.toString(vector.width())));
        }
        return read(key, input, format, settings);
    }

    /**
     * Reads rows like {@link #read}; sparse files are read with the width of {@code other}, read earlier in the same
     * format.
     */
    public Dataset<Row> readLike(
            Dataset<Row> other, String key, String input, Format format, Map<String, String> options) {
        Map<String, String> settings = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        settings.putAll(options);
        if (format == Format.LIBSVM) {
            for (StructField field : other.schema().fields()) {
                if (field.metadata().contains(WIDTH)) {
                    settings.putIfAbsent(WIDTH, Long.toString(field.metadata().getLong(WIDTH)));
                }
            }
        }
        return read(key, input, format, settings);
    }

    private static Map<String, String> settings(Format format, Map<String, String> options) {
        Map<String, String> settings = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        settings.putAll(options);
        if (format == Format.CSV) {
            settings.putIfAbsent("header", "true");
            if (!settings.containsKey(SCHEMA)) {
                settings.putIfAbsent("inferSchema", "true");
            }
        }
        if (format == Format.CSV || format == Format.JSON) {
            settings.putIfAbsent("mode", "FAILFAST");
        }
        return settings;
    }

    private void requireExisting(String what, String input) {
        try {
            Path path = new Path(input);
            FileStatus[] found = path.getFileSystem(spark.sparkContext().hadoopConfiguration())
                    .globStatus(path);
            if (found == null || found.length == 0) {
                throw new UserException(what + " does not exist" + workingDirectory(path)
                        + "; it must be a file, a directory or a pattern that matches one");
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new UserException(what + " cannot be reached: " + e.getMessage(), e);
        }
    }

    private static String workingDirectory(Path path) {
        return path.isAbsolute() || path.toUri().getScheme() != null
                ? ""
                : " in " + Path.getPathWithoutSchemeAndAuthority(new Path(System.getProperty("user.dir")));
    }

    private static void requireColumns(String what, String[] columns) {
        if (columns.length == 0) {
            throw new UserException(what + " has no columns; it must have at least a label and a feature");
        }
        if (Arrays.asList(columns).contains("_corrupt_record")) {
            throw new UserException(what + " has records that cannot be parsed; every record must be complete "
                    + "(for JSON values that span lines, set data.options: {multiLine: true})");
        }
    }

    /**
     * Rejects text files without rows. They have no types, so an error about the type of a column would be misleading.
     */
    private static void requireTypes(String what, Dataset<Row> rows) {
        boolean allStrings = Arrays.stream(rows.schema().fields()).allMatch(f -> f.dataType() instanceof StringType);
        if (allStrings && rows.isEmpty()) {
            throw new UserException(what + " has no rows; it must have at least 1");
        }
    }

    /**
     * Rejects CSV headers that repeat a name. Spark makes the names unique by appending the position to each repeated
     * name: {@code a,a,b} becomes {@code a0,a1,b}. If names look like that, this method reads the header itself.
     */
    private void requireUniqueNames(String what, String input, Map<String, String> settings, String[] columns) {
        List<Integer> suspects = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            if (columns[i].endsWith(Integer.toString(i))) {
                suspects.add(i);
            }
        }
        if (suspects.size() < 2 || !Boolean.parseBoolean(settings.get("header"))) {
            return;
        }
        Map<String, String> raw = new TreeMap<>(settings);
        raw.put("header", "false");
        raw.put("inferSchema", "false");
        Row header = spark.read()
                .format(Format.CSV.source())
                .options(raw)
                .load(input)
                .first();
        Map<String, Integer> seen = new TreeMap<>();
        for (int i : suspects) {
            String name = i < header.size() && !header.isNullAt(i) ? header.getString(i) : "";
            if (!name.isEmpty() && seen.put(name.toLowerCase(Locale.ROOT), i) != null) {
                throw new UserException(what + " has more than one column named " + name
                        + " in its header; column names must be unique");
            }
        }
    }
}
