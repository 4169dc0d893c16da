package io.credence.driver.data.input;

import java.util.Optional;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** The kind of values that a model reads from a column. */
public enum ColumnKind {
    /** Integers, floating-point and decimal numbers, booleans. */
    NUMBER,
    /** Strings; also columns without any value, which Spark gives no type. */
    TEXT,
    /** Dates and timestamps. */
    TIME,
    /** spark.ml vectors and arrays of numbers. */
    VECTOR;

    static final String ALLOWED = "a number, a boolean, a date, a timestamp, a string, a vector or an array of numbers";

    String inWords() {
        return switch (this) {
            case NUMBER -> "a number";
            case TEXT -> "a string";
            case TIME -> "a date or a timestamp";
            case VECTOR -> "a vector or an array of numbers";
        };
    }

    /** Returns the kind of a Spark type; empty if the type is not supported. */
    static Optional<ColumnKind> of(DataType type) {
        if (type instanceof NumericType || type instanceof BooleanType) {
            return Optional.of(NUMBER);
        }
        if (type instanceof StringType || type instanceof NullType) {
            return Optional.of(TEXT);
        }
        if (type instanceof DateType || type instanceof TimestampType || type instanceof TimestampNTZType) {
            return Optional.of(TIME);
        }
        if (type.equals(SQLDataTypes.VectorType())
                || type instanceof ArrayType array && array.elementType() instanceof NumericType) {
            return Optional.of(VECTOR);
        }
        return Optional.empty();
    }
}
