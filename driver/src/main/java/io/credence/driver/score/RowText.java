package io.credence.driver.score;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

/** Formats the values of a row for messages: {@code (age: 41, city: Oslo, income: null)}. */
final class RowText {
    private static final int MAX_COLUMNS = 20;
    private static final int MAX_LENGTH = 40;
    private static final long MICROSECONDS = 1_000_000;

    private RowText() {}

    /** Returns the values of the first columns, each shortened if it is long. */
    static String of(InternalRow row, StructType schema) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < Math.min(MAX_COLUMNS, schema.size()); i++) {
            StructField field = schema.fields()[i];
            values.add(field.name() + ": " + (row.isNullAt(i) ? "null" : value(row.get(i, field.dataType()), field)));
        }
        if (schema.size() > MAX_COLUMNS) {
            values.add("and " + (schema.size() - MAX_COLUMNS) + " more columns");
        }
        return "(" + String.join(", ", values) + ")";
    }

    private static String value(Object value, StructField field) {
        String text = text(value, field.dataType());
        return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text;
    }

    private static String text(Object value, DataType type) {
        if (type instanceof DateType) {
            return LocalDate.ofEpochDay((int) value).toString();
        }
        if (type instanceof TimestampType) {
            long micros = (long) value;
            return Instant.ofEpochSecond(
                            Math.floorDiv(micros, MICROSECONDS), 1000 * Math.floorMod(micros, MICROSECONDS))
                    .toString();
        }
        return type instanceof AtomicType && !(type instanceof BinaryType) ? value.toString() : type.simpleString();
    }
}
