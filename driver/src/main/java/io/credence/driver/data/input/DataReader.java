package io.credence.driver.data.input;

import io.credence.driver.UserException;
import io.credence.driver.config.Format;
import io.credence.driver.data.csv.CsvReader;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Reads rows with Spark from files on any Hadoop file system, tables and any other source, and reports problems with
 * them as clear user errors.
 *
 * <p>Options are passed through to Spark's reader; the option {@code schema} is a schema in DDL. A malformed row of CSV
 * or JSON is an error, not a row of nulls. {@link CsvReader} says how CSV files are read.
 */
public final class DataReader {
    private static final String SCHEMA = "schema";

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
     * Reads rows.
     *
     * @throws UserException if the rows do not exist or cannot be read
     */
    public Dataset<Row> read(InputSource source) {
        return reading(source, () -> source.isOf(Format.CSV) ? csv(source).read() : load(source, source.options()));
    }

    /**
     * Reads rows for an existing model, like {@link #read}, but by the types that its columns had in the training data.
     * Sparse files get the width of its encoding. All cells of a CSV file are strings, as they are in the file.
     */
    public Dataset<Row> read(InputSource source, Encoding encoding) {
        Map<String, DataType> types = ModelTypes.of(encoding);
        return reading(source, () -> {
            if (source.isOf(Format.CSV)) {
                return csv(source).readText(types);
            }
            if (source.isOf(Format.JSON)) {
                return json(source, types);
            }
            return load(source, source.isOf(Format.LIBSVM) ? withWidth(source.options(), encoding) : source.options());
        });
    }

    /**
     * Reads rows like {@link #read}, with the types of {@code other}, which was read earlier in the same format. Sparse
     * files are read with its width.
     */
    public Dataset<Row> readLike(Dataset<Row> other, InputSource source) {
        return reading(source, () -> {
            if (source.isOf(Format.CSV)) {
                return csv(source).readLike(other.schema());
            }
            boolean isSparse = source.isOf(Format.LIBSVM);
            return load(source, isSparse ? withWidth(source.options(), other.schema()) : source.options());
        });
    }

    /**
     * Gives scored rows the types of the model's columns, in place of the strings of a CSV file. Other columns, and the
     * rows of other formats, do not change.
     */
    public static Dataset<Row> withModelTypes(Dataset<Row> scored, InputSource source, Encoding encoding) {
        return source.isOf(Format.CSV) ? CsvReader.withTypes(scored, ModelTypes.of(encoding)) : scored;
    }

    private static Dataset<Row> reading(InputSource source, Supplier<Dataset<Row>> read) {
        String how = source.format() == null ? "" : " as " + source.format();
        return SparkFailures.readingFrom(what(source) + how, source, read);
    }

    private static String what(InputSource source) {
        return source.key() + " " + source.name();
    }

    private CsvReader csv(InputSource source) {
        Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        options.putAll(source.options());
        options.put(InputPaths.GLOB, "false");
        return new CsvReader(spark, what(source), paths(source), options);
    }

    private List<String> paths(InputSource source) {
        return InputPaths.of(what(source), source.path(), spark.sparkContext().hadoopConfiguration());
    }

    private Dataset<Row> load(InputSource source, Map<String, String> options) {
        Dataset<Row> rows = load(source, reader(source, options));
        requireColumns(what(source), rows.columns());
        if (source.isFiles()) {
            requireTypes(what(source), rows);
        }
        return rows;
    }

    private Dataset<Row> load(InputSource source, DataFrameReader reader) {
        if (source.table() != null) {
            return reader.table(source.table());
        }
        if (source.isFiles()) {
            return reader.option(InputPaths.GLOB, false).load(paths(source).toArray(String[]::new));
        }
        return source.path() == null ? reader.load() : reader.load(source.path());
    }

    private DataFrameReader reader(InputSource source, Map<String, String> options) {
        Map<String, String> settings = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        settings.putAll(options);
        String schema = settings.remove(SCHEMA);
        if (source.isOf(Format.JSON)) {
            settings.putIfAbsent("mode", "FAILFAST");
        }
        DataFrameReader reader = spark.read().options(settings);
        if (source.format() != null) {
            reader = reader.format(source.format());
        }
        return schema == null ? reader : reader.schema(schema);
    }

    /** Reads JSON; numbers where the model knows strings are read as they are written. */
    private Dataset<Row> json(InputSource source, Map<String, DataType> types) {
        Dataset<Row> rows = load(source, source.options());
        StructType schema = new StructType();
        for (StructField field : rows.schema().fields()) {
            boolean isString = types.get(field.name()) instanceof StringType && field.dataType() instanceof AtomicType;
            schema = schema.add(field.name(), isString ? DataTypes.StringType : field.dataType());
        }
        return schema.equals(rows.schema())
                ? rows
                : load(source, reader(source, source.options()).schema(schema));
    }

    private static Map<String, String> withWidth(Map<String, String> options, Encoding encoding) {
        Map<String, String> settings = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        settings.putAll(options);
        encoding.features().stream()
                .filter(FeatureColumn.Vector.class::isInstance)
                .forEach(vector -> settings.putIfAbsent(WIDTH, Integer.toString(vector.width())));
        return settings;
    }

    private static Map<String, String> withWidth(Map<String, String> options, StructType other) {
        Map<String, String> settings = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        settings.putAll(options);
        for (StructField field : other.fields()) {
            if (field.metadata().contains(WIDTH)) {
                settings.putIfAbsent(WIDTH, Long.toString(field.metadata().getLong(WIDTH)));
            }
        }
        return settings;
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
}
