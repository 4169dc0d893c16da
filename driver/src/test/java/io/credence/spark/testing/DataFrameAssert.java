package io.credence.spark.testing;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on a data frame. Rows have no order: they are compared as a bag. Within a tolerance, rows count as the same
 * when they can be paired one to one so that the numbers of every pair are near enough. NaN is the same as NaN, null as
 * null, 0.0 as -0.0.
 *
 * <p>The rows are collected, so this is for results that a test can hold.
 */
public final class DataFrameAssert extends AbstractAssert<DataFrameAssert, Dataset<Row>> {
    private static final int ROWS_SHOWN = 20;

    private final double tolerance;

    private DataFrameAssert(Dataset<Row> actual, double tolerance) {
        super(actual, DataFrameAssert.class);
        this.tolerance = tolerance;
    }

    /** Begins assertions on {@code actual}; floating-point numbers must be equal unless a tolerance is set. */
    public static DataFrameAssert assertThat(Dataset<Row> actual) {
        return new DataFrameAssert(actual, 0.0);
    }

    /** From here on floats and doubles, also inside arrays, maps, structs and vectors, may differ by {@code absolute}. */
    public DataFrameAssert withTolerance(double absolute) {
        if (!(absolute >= 0)) {
            throw new IllegalArgumentException("the tolerance is " + absolute + "; it must be at least 0");
        }
        DataFrameAssert tolerant = new DataFrameAssert(actual, absolute);
        tolerant.info.description(info.description());
        return tolerant;
    }

    /** The same names and types in the same order; whether a column may hold nulls is not compared. */
    public DataFrameAssert hasSchema(StructType expected) {
        isNotNull();
        if (!DataType.equalsIgnoreNullability(actual.schema(), expected)) {
            failWithMessage(
                    "expected the schema%n%s%nbut it is%n%s",
                    expected.treeString(), actual.schema().treeString());
        }
        return this;
    }

    /** As {@link #hasSchema(StructType)}, the schema as DDL: {@code "id BIGINT, score DOUBLE"}. */
    public DataFrameAssert hasSchema(String ddl) {
        return hasSchema(StructType.fromDDL(ddl));
    }

    /** Exactly these columns, in this order. */
    public DataFrameAssert hasColumns(String... names) {
        isNotNull();
        if (!Arrays.equals(actual.columns(), names)) {
            failWithMessage("expected the columns %s%nbut they are %s", List.of(names), List.of(actual.columns()));
        }
        return this;
    }

    public DataFrameAssert hasRowCount(long expected) {
        isNotNull();
        long count = actual.count();
        if (count != expected) {
            failWithMessage("expected %d rows%nbut there are %d", expected, count);
        }
        return this;
    }

    public DataFrameAssert isEmpty() {
        return hasRowCount(0);
    }

    /** The same schema, as {@link #hasSchema}, and the same rows as often, in any order. */
    public DataFrameAssert hasSameRowsAs(Dataset<Row> expected) {
        hasSchema(expected.schema());
        return compare(expected.collectAsList());
    }

    /** These rows as often, in any order. */
    public DataFrameAssert hasRows(Row... expected) {
        isNotNull();
        return compare(List.of(expected));
    }

    private DataFrameAssert compare(List<Row> expected) {
        RowBag.Difference difference = new RowBag(tolerance).compare(actual.collectAsList(), expected);
        if (!difference.isNone()) {
            failWithMessage(
                    "rows differ%s; columns %s%n%s%n%s",
                    tolerance > 0 ? " by more than " + tolerance : "",
                    String.join(", ", actual.columns()),
                    shown("expected, not found", difference.missing()),
                    shown("found, not expected", difference.unexpected()));
        }
        return this;
    }

    private static String shown(String title, List<Row> rows) {
        StringBuilder text = new StringBuilder("  %s: %d".formatted(title, rows.size()));
        rows.stream().limit(ROWS_SHOWN).forEach(row -> text.append("%n    ".formatted())
                .append(row));
        if (rows.size() > ROWS_SHOWN) {
            text.append("%n    ...".formatted());
        }
        return text.toString();
    }
}
