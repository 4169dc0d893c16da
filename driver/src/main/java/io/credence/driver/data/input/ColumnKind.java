package io.credence.driver.data.input;

import java.util.Locale;
import java.util.Optional;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;

/** What a column's values are to a model. */
public enum ColumnKind {
    /** Integers, floating-point and decimal numbers, booleans. */
    NUMBER,
    /** Strings; also a column without any value, which has no type of its own. */
    TEXT,
    /** Vectors of spark.ml and arrays of numbers. */
    VECTOR;

    static final String ALLOWED = "a number, a boolean, a text, a vector or an array of numbers";

    String inWords() {
        return this == VECTOR ? "a vector or an array of numbers" : "a " + name().toLowerCase(Locale.ROOT);
    }

    /** The kind of a Spark type; empty if no feature can have it. */
    static Optional<ColumnKind> of(DataType type) {
        if (type instanceof NumericType || type instanceof BooleanType) {
            return Optional.of(NUMBER);
        }
        if (type instanceof StringType || type instanceof NullType) {
            return Optional.of(TEXT);
        }
        if (type.equals(SQLDataTypes.VectorType())
                || type instanceof ArrayType array && array.elementType() instanceof NumericType) {
            return Optional.of(VECTOR);
        }
        return Optional.empty();
    }
}
