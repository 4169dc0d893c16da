package io.credence.driver.score;

import java.math.BigDecimal;
import java.util.List;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.unsafe.types.UTF8String;

/** The labels of a model as values of the label's own type in Spark's internal form. */
final class LabelValues {
    private LabelValues() {}

    /**
     * Returns the value of each label.
     *
     * @param labels the labels as a model stores them: numbers without a decimal point, {@code true} and {@code false}
     * @throws NumberFormatException if a label is no value of the type
     */
    static Object[] of(List<String> labels, DataType type) {
        return labels.stream().map(label -> value(label, type)).toArray();
    }

    private static Object value(String label, DataType type) {
        if (type instanceof BooleanType) {
            return Boolean.valueOf(label);
        }
        if (type instanceof IntegerType) {
            return Integer.valueOf(label);
        }
        if (type instanceof LongType) {
            return Long.valueOf(label);
        }
        if (type instanceof ShortType) {
            return Short.valueOf(label);
        }
        if (type instanceof ByteType) {
            return Byte.valueOf(label);
        }
        if (type instanceof DoubleType) {
            return Double.valueOf(label);
        }
        if (type instanceof FloatType) {
            return Float.valueOf(label);
        }
        if (type instanceof DecimalType decimal) {
            return Decimal.apply(new BigDecimal(label), decimal.precision(), decimal.scale());
        }
        return UTF8String.fromString(label);
    }
}
