package io.credence.driver.data.csv;

import io.credence.driver.UserException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.csv.CSVInferSchema;
import org.apache.spark.sql.catalyst.util.QuotingUtils;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** The cells of CSV files as text, which become columns with types. */
final class CsvTable {
    /** Rows in which bytes of another encoding are looked for if all cells stay text. */
    private static final int ROWS_TO_DECODE = 1000;

    private static final String REPLACEMENT = "\uFFFD";

    private final String what;
    private final Dataset<Row> cells;
    private final CsvSettings settings;

    /**
     * @param what the input, for messages
     * @param cells rows of strings
     */
    CsvTable(String what, Dataset<Row> cells, CsvSettings settings) {
        this.what = what;
        this.cells = cells;
        this.settings = settings;
        for (String name : cells.columns()) {
            requireDecoded("the header", name);
        }
    }

    /** Returns rows with inferred types. */
    Dataset<Row> typed() {
        return typed(new StructType());
    }

    /**
     * Returns rows with the types of other rows. A column with cells that do not fit its type stays text, so that the
     * row with such a cell can be named. Columns that the other rows lack get inferred types.
     *
     * @throws UserException if there are no rows, or their bytes are not in the encoding of the files
     */
    Dataset<Row> typed(StructType others) {
        if (!settings.infersTypes()) {
            requireRows(cells.isEmpty() ? 0 : 1);
            return cells;
        }
        TypeInference found = infer();
        requireRows(found.rows());
        List<Column> columns = new ArrayList<>();
        String[] names = cells.columns();
        for (int i = 0; i < names.length; i++) {
            ColumnCells column = found.column(i);
            if (column.undecodable() != null) {
                requireDecoded("the column " + names[i], column.undecodable());
            }
            columns.add(typed(names[i], type(column, named(others, names[i]))));
        }
        return cells.select(columns.toArray(Column[]::new));
    }

    private void requireRows(long rows) {
        if (rows == 0) {
            throw new UserException(what + " has no rows; it must have at least 1");
        }
    }

    private TypeInference infer() {
        CSVInferSchema spark = new CSVInferSchema(settings.sparkOptions());
        NumberText notation = settings.notation();
        int columns = cells.columns().length;
        JavaRDD<InternalRow> rows = ((org.apache.spark.sql.classic.Dataset<Row>) cells)
                .queryExecution()
                .toRdd()
                .toJavaRDD();
        if (rows.getNumPartitions() == 0) {
            return new TypeInference(columns, notation, spark);
        }
        return rows.mapPartitions(part -> List.of(new TypeInference(columns, notation, spark).add(part))
                        .iterator())
                .treeReduce(TypeInference::add);
    }

    private static DataType named(StructType schema, String name) {
        return Arrays.stream(schema.fields())
                .filter(field -> field.name().equals(name))
                .map(StructField::dataType)
                .findFirst()
                .orElse(null);
    }

    private static DataType type(ColumnCells column, DataType wanted) {
        DataType found = column.type();
        if (wanted == null) {
            return found;
        }
        if (wanted instanceof StringType || column.isEmpty() || found.equals(wanted)) {
            return wanted;
        }
        return found instanceof NumericType && wanted instanceof NumericType ? found : DataTypes.StringType;
    }

    private Column typed(String name, DataType type) {
        Column cell = column(name);
        Column value;
        if (type instanceof StringType) {
            value = cell;
        } else if (type instanceof NumericType) {
            value = plain(cell).try_cast(type);
        } else if (type instanceof DateType && format("dateFormat") != null) {
            value = functions
                    .try_to_timestamp(cell, functions.lit(format("dateFormat")))
                    .cast(type);
        } else if (isTimestamp(type) && format("timestampFormat") != null) {
            value = functions
                    .try_to_timestamp(cell, functions.lit(format("timestampFormat")))
                    .cast(type);
        } else {
            value = cell.try_cast(type);
        }
        return value.as(name);
    }

    private static boolean isTimestamp(DataType type) {
        return type instanceof TimestampType || type instanceof TimestampNTZType;
    }

    private String format(String option) {
        return settings.options().get(option);
    }

    private Column plain(Column number) {
        NumberText notation = settings.notation();
        return notation.isPlain() ? number : functions.translate(number, notation.replaced(), ".");
    }

    /**
     * Returns rows of text, in which numbers are in the notation of programming languages, and dates have their type.
     *
     * @param types the types of some columns
     * @throws UserException if the first rows are not in the encoding of the files
     */
    Dataset<Row> text(Map<String, DataType> types) {
        requireFirstRowsDecoded();
        Column[] columns = Arrays.stream(cells.columns())
                .map(name -> text(name, types.getOrDefault(name, DataTypes.StringType)))
                .toArray(Column[]::new);
        return cells.select(columns);
    }

    private Column text(String name, DataType type) {
        Column cell = column(name);
        if (type instanceof NumericType) {
            return plain(cell).as(name);
        }
        if (!(type instanceof DateType) && !isTimestamp(type)) {
            return cell;
        }
        Column isMissing = functions.lower(functions.trim(cell)).isin(NumberText.missingWords());
        Column problem = functions.concat(
                functions.lit("the column " + name + " of a row is \""),
                cell,
                functions.lit("\"; it must be a " + type.typeName()));
        return functions
                .when(cell.isNull().or(isMissing), functions.lit(null).cast(type))
                .otherwise(functions.coalesce(typed(name, type), functions.raise_error(problem)))
                .as(name);
    }

    private void requireFirstRowsDecoded() {
        if (settings.encoding() != null || cells.columns().length == 0) {
            return;
        }
        Column isWrong = Arrays.stream(cells.columns())
                .map(name -> functions.coalesce(column(name).contains(REPLACEMENT), functions.lit(false)))
                .reduce(Column::or)
                .orElseThrow();
        for (Row row : cells.limit(ROWS_TO_DECODE).filter(isWrong).takeAsList(1)) {
            IntStream.range(0, row.size())
                    .filter(i -> !row.isNullAt(i))
                    .forEach(i -> requireDecoded("the column " + cells.columns()[i], row.getString(i)));
        }
    }

    private void requireDecoded(String where, String text) {
        if (settings.encoding() == null && text.contains(REPLACEMENT)) {
            throw new UserException(what + " is not in UTF-8: " + where + " contains \"" + text
                    + "\". Set the option encoding, such as encoding: windows-1252 for files of older spreadsheets,"
                    + " or encoding: UTF-8 if these characters are meant");
        }
    }

    private static Column column(String name) {
        return functions.col(QuotingUtils.quoteIdentifier(name));
    }
}
