package io.credence.spark.testing;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on a data frame. Rows are compared as a multiset, regardless of their order. With a tolerance, two data
 * frames have the same rows if the rows can be paired one to one with all numbers of a pair within the tolerance. NaN
 * equals NaN, null equals null, and 0.0 equals -0.0.
 *
 * <p>The rows are collected, so this is for results that fit into memory.
 */
public final class DataFrameAssert extends AbstractAssert<DataFrameAssert, Dataset<Row>> {
    private static final int MAX_ROWS_SHOWN = 20;

    private final double tolerance;

    private DataFrameAssert(Dataset<Row> actual, double tolerance) {
        super(actual, DataFrameAssert.class);
        this.tolerance = tolerance;
    }

    /** Starts assertions on {@code actual}. Floating-point numbers must be equal unless a tolerance is set. */
    public static DataFrameAssert assertThat(Dataset<Row> actual) {
        return new DataFrameAssert(actual, 0.0);
    }

    /** Allows floats and doubles, also in arrays, maps, structs and vectors, to differ by {@code absolute}. */
    public DataFrameAssert withTolerance(double absolute) {
        if (!(absolute >= 0)) {
            throw new IllegalArgumentException("the tolerance is " + absolute + "; it must be at least 0");
        }
        DataFrameAssert tolerant = new DataFrameAssert(actual, absolute);
        tolerant.info.description(info.description());
        return tolerant;
    }

    /** Verifies the names and types of the columns and their order, ignoring nullability. */
    public DataFrameAssert hasSchema(StructType expected) {
        isNotNull();
        if (!DataType.equalsIgnoreNullability(actual.schema(), expected)) {
            failWithMessage(
                    "expected the schema%n%s%nbut it is%n%s",
                    expected.treeString(), actual.schema().treeString());
        }
        return this;
    }

    /** Verifies the schema, given as DDL: {@code "id BIGINT, score DOUBLE"}. */
    public DataFrameAssert hasSchema(String ddl) {
        return hasSchema(StructType.fromDDL(ddl));
    }

    /** Verifies the names of the columns and their order. */
    public DataFrameAssert hasColumns(String... names) {
        isNotNull();
        if (!Arrays.equals(actual.columns(), names)) {
            failWithMessage("expected the columns %s%nbut they are %s", List.of(names), List.of(actual.columns()));
        }
        return this;
    }

    /** Verifies the number of rows. */
    public DataFrameAssert hasRowCount(long expected) {
        isNotNull();
        long count = actual.count();
        if (count != expected) {
            failWithMessage("expected %d rows%nbut there are %d", expected, count);
        }
        return this;
    }

    /** Verifies that there are no rows. */
    public DataFrameAssert isEmpty() {
        return hasRowCount(0);
    }

    /** Verifies the schema, as {@link #hasSchema} does, and the rows with their multiplicity, in any order. */
    public DataFrameAssert hasSameRowsAs(Dataset<Row> expected) {
        hasSchema(expected.schema());
        return compare(expected.collectAsList());
    }

    /** Verifies the rows with their multiplicity, in any order. */
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
        rows.stream().limit(MAX_ROWS_SHOWN).forEach(row -> text.append("%n    ".formatted())
                .append(row));
        if (rows.size() > MAX_ROWS_SHOWN) {
            text.append("%n    ...".formatted());
        }
        return text.toString();
    }
}
