package io.credence.driver.data.input;

import io.credence.driver.data.csv.NumberText;
import io.credence.ensemble.encoding.InvalidRowException;
import io.credence.ensemble.encoding.RowCells;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Reads the cells of Spark's internal rows in place. One object serves all rows of a task in turn.
 *
 * <p>A column may have a different type than in the training data: all cells of a CSV file are strings, for example.
 * The type in the training data decides. Strings are parsed when a number is needed, numbers are formatted when a
 * string is needed, and both are normalised when the string names a number or a truth value: {@code False} is
 * {@code false}.
 */
public final class SparkCells implements RowCells {
    private final String[] names;
    private final int[] ordinals;
    private final DataType[] types;
    private final Meaning[] meanings;
    private final NumberReader[] numbers;
    private final double[][] buffers;
    private InternalRow row;

    /**
     * @param schema the schema of the rows
     * @param columns the columns to read, with their types in the training data
     */
    public SparkCells(StructType schema, KeyColumns columns) {
        this.names = columns.names().toArray(new String[0]);
        this.meanings = IntStream.range(0, names.length)
                .mapToObj(
                        i -> Meaning.of(columns.kinds().get(i), columns.types().get(i)))
                .toArray(Meaning[]::new);
        this.ordinals = Arrays.stream(names).mapToInt(schema::fieldIndex).toArray();
        this.types = Arrays.stream(ordinals)
                .mapToObj(i -> schema.fields()[i].dataType())
                .toArray(DataType[]::new);
        this.numbers = Arrays.stream(types).map(SparkCells::numberReader).toArray(NumberReader[]::new);
        this.buffers = new double[names.length][];
    }

    /** Moves to another row. */
    public SparkCells at(InternalRow row) {
        this.row = row;
        return this;
    }

    @Override
    public boolean isMissing(int column) {
        int ordinal = ordinals[column];
        if (row.isNullAt(ordinal)) {
            return true;
        }
        if (types[column] instanceof StringType) {
            return meanings[column] != Meaning.TEXT && NumberText.isMissing(string(column));
        }
        return numbers[column] != null && Double.isNaN(numbers[column].read(row, ordinal));
    }

    @Override
    public double number(int column) {
        int ordinal = ordinals[column];
        if (row.isNullAt(ordinal)) {
            return Double.NaN;
        }
        if (numbers[column] != null) {
            return numbers[column].read(row, ordinal);
        }
        if (types[column] instanceof StringType) {
            return parsed(column, string(column));
        }
        throw new InvalidRowException(names[column], "of type " + types[column].simpleString(), "a number");
    }

    private double parsed(int column, String text) {
        if (meanings[column] == Meaning.TRUTH && isTruth(text)) {
            return text.strip().equalsIgnoreCase("true") ? 1 : 0;
        }
        try {
            return NumberText.isMissing(text) ? Double.NaN : NumberText.parse(text);
        } catch (NumberFormatException e) {
            throw new InvalidRowException(names[column], "\"" + text + "\"", meanings[column].inWords());
        }
    }

    private static boolean isTruth(String text) {
        return text.strip().equalsIgnoreCase("true") || text.strip().equalsIgnoreCase("false");
    }

    @Override
    public String text(int column) {
        DataType type = types[column];
        int ordinal = ordinals[column];
        if (meanings[column] == Meaning.TRUTH) {
            return truth(column);
        }
        if (type instanceof StringType) {
            return meanings[column] == Meaning.NUMBER ? plain(number(column)) : string(column);
        }
        if (type instanceof BooleanType && meanings[column] == Meaning.TEXT) {
            return Boolean.toString(row.getBoolean(ordinal));
        }
        if (type instanceof LongType) {
            return Long.toString(row.getLong(ordinal));
        }
        return plain(number(column));
    }

    private String truth(int column) {
        double value = number(column);
        return value == 0 ? "false" : value == 1 ? "true" : plain(value);
    }

    @Override
    public double[] vector(int column) {
        int ordinal = ordinals[column];
        if (types[column] instanceof ArrayType array) {
            return elements(column, row.getArray(ordinal), array.elementType());
        }
        if (numbers[column] != null || types[column] instanceof StringType) {
            throw new InvalidRowException(names[column], "of type " + types[column].simpleString(), "a vector");
        }
        // The struct of spark.ml's VectorUDT: kind (0 sparse, 1 dense), size, indices, values.
        InternalRow vector = row.getStruct(ordinal, 4);
        double[] values = vector.getArray(3).toDoubleArray();
        if (vector.getByte(0) == 1) {
            return values;
        }
        double[] dense = buffer(column, vector.getInt(1));
        Arrays.fill(dense, 0);
        int[] indices = vector.getArray(2).toIntArray();
        for (int i = 0; i < indices.length; i++) {
            dense[indices[i]] = values[i];
        }
        return dense;
    }

    private double[] elements(int column, ArrayData array, DataType type) {
        double[] values = buffer(column, array.numElements());
        NumberReader reader = numberReader(type);
        for (int i = 0; i < values.length; i++) {
            if (array.isNullAt(i)) {
                throw new InvalidRowException(
                        names[column], "missing element " + i, "an array without missing elements");
            }
            values[i] = reader.read(array, i);
        }
        return values;
    }

    private double[] buffer(int column, int size) {
        if (buffers[column] == null || buffers[column].length != size) {
            buffers[column] = new double[size];
        }
        return buffers[column];
    }

    private String string(int column) {
        return row.getUTF8String(ordinals[column]).toString();
    }

    /** Formats a number as the name of a class or category: 3 instead of 3.0. */
    public static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** What a cell means, whatever the type in which it comes. */
    private enum Meaning {
        NUMBER,
        TRUTH,
        TEXT;

        static Meaning of(ColumnKind kind, DataType type) {
            if (type instanceof BooleanType) {
                return TRUTH;
            }
            return kind == ColumnKind.NUMBER || type instanceof NumericType ? NUMBER : TEXT;
        }

        String inWords() {
            return this == TRUTH ? "true or false" : "a number";
        }
    }

    private interface NumberReader {
        double read(SpecializedGetters cells, int ordinal);
    }

    private static NumberReader numberReader(DataType type) {
        if (type instanceof DoubleType) {
            return (cells, i) -> cells.getDouble(i);
        }
        if (type instanceof IntegerType || type instanceof DateType) {
            return (cells, i) -> cells.getInt(i);
        }
        if (type instanceof LongType || type instanceof TimestampType || type instanceof TimestampNTZType) {
            return (cells, i) -> cells.getLong(i);
        }
        if (type instanceof FloatType) {
            return (cells, i) -> cells.getFloat(i);
        }
        if (type instanceof BooleanType) {
            return (cells, i) -> cells.getBoolean(i) ? 1 : 0;
        }
        if (type instanceof ShortType) {
            return (cells, i) -> cells.getShort(i);
        }
        if (type instanceof ByteType) {
            return (cells, i) -> cells.getByte(i);
        }
        if (type instanceof DecimalType decimal) {
            return (cells, i) ->
                    cells.getDecimal(i, decimal.precision(), decimal.scale()).toDouble();
        }
        return null;
    }
}
