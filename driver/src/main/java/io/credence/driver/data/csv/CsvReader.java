package io.credence.driver.data.csv;

import io.credence.driver.UserException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.util.QuotingUtils;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Reads CSV files as spreadsheets, pandas and Spark write them. Quotes inside of quotes may be doubled or follow a
 * backslash, and quoted cells may contain line breaks: one look at the lines finds out. The headers of all files must
 * be equal.
 */
public final class CsvReader {
    private final SparkSession spark;
    private final String what;
    private final String[] paths;
    private final CsvSettings settings;

    /**
     * @param what the input, for messages
     * @param paths the files and directories, which Spark may expand
     * @param options options for Spark's reader; {@code schema} is a schema in DDL
     * @throws UserException if the value of an option is invalid
     */
    public CsvReader(SparkSession spark, String what, List<String> paths, Map<String, String> options) {
        this.spark = spark;
        this.what = what;
        this.paths = paths.toArray(new String[0]);
        this.settings = new CsvSettings(what, spark, options);
    }

    /**
     * Reads rows with the types of the schema if the options have one. Otherwise a column has the type that all of its
     * cells fit, apart from those that mark a missing value.
     */
    public Dataset<Row> read() {
        return settings.schema() == null ? cells().typed() : withSchema();
    }

    /** Reads rows like {@link #read}, with the types of other rows if their columns fit these. */
    public Dataset<Row> readLike(StructType others) {
        return settings.schema() == null ? cells().typed(others) : withSchema();
    }

    /**
     * Reads the text of all cells, whatever it looks like. Only dates get their type, and numbers of a locale become
     * plain ones.
     *
     * @param types the types that a model knows
     */
    public Dataset<Row> readText(Map<String, DataType> types) {
        return settings.schema() == null ? cells().text(types) : withSchema();
    }

    private Dataset<Row> withSchema() {
        detectQuoting();
        return reader().schema(settings.schema()).load(paths);
    }

    private DataFrameReader reader() {
        return spark.read().format("csv").options(settings.options());
    }

    private CsvTable cells() {
        detectQuoting();
        Dataset<Row> read = reader().load(paths);
        if (read.columns().length == 0) {
            throw new UserException(what + " has no columns; it must have at least a label and a feature");
        }
        return new CsvTable(what, settings.hasHeader() ? comparingHeaders(read) : read, settings);
    }

    /**
     * Makes Spark compare the header of every file with that of the first. By default, Spark only warns and reads by
     * position.
     *
     * <p>Spark makes up a name for an empty header cell, such as the one above a pandas index, but compares the empty
     * cell itself. So the column is read without a name, and gets the name afterwards.
     */
    private Dataset<Row> comparingHeaders(Dataset<Row> read) {
        String[] names = read.columns();
        List<Integer> nameless = requireUniqueNames(names);
        if (settings.contains(CsvSettings.ENFORCE_SCHEMA)) {
            return read;
        }
        if (nameless.size() > 1) {
            requireSingleFile(read, nameless.size());
            return read;
        }
        StructType schema = new StructType();
        for (int i = 0; i < names.length; i++) {
            schema = schema.add(nameless.contains(i) ? "" : names[i], DataTypes.StringType);
        }
        return reader().schema(schema)
                .option(CsvSettings.ENFORCE_SCHEMA, false)
                .load(paths)
                .toDF(names);
    }

    private void requireSingleFile(Dataset<Row> read, int nameless) {
        if (read.inputFiles().length > 1) {
            throw new UserException(what + " has " + nameless + " columns without a name in its header; of several"
                    + " files, at most one column may have none, because their headers are compared");
        }
    }

    /**
     * Rejects headers that repeat a name, and returns the columns without a name. Spark makes the names unique by
     * appending the position to each repeated name: {@code a,a,b} becomes {@code a0,a1,b}. If names look like that,
     * this method reads the header itself.
     */
    private List<Integer> requireUniqueNames(String[] columns) {
        List<Integer> suspects = IntStream.range(0, columns.length)
                .filter(i -> columns[i].endsWith(Integer.toString(i)))
                .boxed()
                .toList();
        boolean hasNameless = suspects.stream().anyMatch(i -> columns[i].equals("_c" + i));
        if (suspects.size() < 2 && !hasNameless) {
            return List.of();
        }
        Map<String, String> raw = new TreeMap<>(settings.options());
        raw.put("header", "false");
        Row header = spark.read().format("csv").options(raw).load(paths).first();
        Set<String> seen = new TreeSet<>();
        for (int i : suspects) {
            if (!name(header, i).isEmpty() && !seen.add(name(header, i).toLowerCase(Locale.ROOT))) {
                throw new UserException(what + " has more than one column named " + name(header, i)
                        + " in its header; column names must be unique");
            }
        }
        return suspects.stream()
                .filter(i -> i < header.size() && name(header, i).isEmpty())
                .toList();
    }

    private static String name(Row header, int column) {
        return column < header.size() && !header.isNullAt(column) ? header.getString(column) : "";
    }

    /** Looks for lines that end inside of quotes, and for quotes that follow a backslash, unless the user says it. */
    private void detectQuoting() {
        String quote = settings.options().getOrDefault("quote", "\"");
        boolean isSaid = settings.contains(CsvSettings.ESCAPE) && settings.contains(CsvSettings.MULTI_LINE);
        if (isSaid || quote.length() != 1 || quote.equals("\u0000")) {
            return;
        }
        String separator =
                settings.options().getOrDefault("sep", settings.options().getOrDefault("delimiter", ","));
        Column line = functions.col("value");
        Column quotes = functions
                .length(line)
                .minus(functions.length(functions.replace(line, functions.lit(quote), functions.lit(""))));
        Column escaped = line.contains("\\" + quote)
                .and(line.rlike("\\\\" + Pattern.quote(quote) + "(?!" + Pattern.quote(separator) + "|$)"));
        Row found = spark.read()
                .format("text")
                .options(settings.options())
                .load(paths)
                .agg(functions.max(quotes.mod(2)), functions.max(escaped))
                .first();
        settings.setDefault(CsvSettings.MULTI_LINE, Boolean.toString(!found.isNullAt(0) && found.getInt(0) == 1));
        boolean hasBackslashes = !found.isNullAt(1) && found.getBoolean(1);
        settings.setDefault(CsvSettings.ESCAPE, hasBackslashes ? "\\" : quote);
    }

    /**
     * Gives text the types that a model knows, for scored rows: a cell that does not fit its type becomes null.
     *
     * @param types the types of some columns
     */
    public static Dataset<Row> withTypes(Dataset<Row> rows, Map<String, DataType> types) {
        Column[] columns = Arrays.stream(rows.schema().fields())
                .map(field -> {
                    Column cell = functions.col(QuotingUtils.quoteIdentifier(field.name()));
                    DataType type = types.get(field.name());
                    return type == null || !field.dataType().equals(DataTypes.StringType)
                            ? cell
                            : cell.try_cast(type).as(field.name());
                })
                .toArray(Column[]::new);
        return rows.select(columns);
    }
}
