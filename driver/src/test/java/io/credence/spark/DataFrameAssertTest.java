package io.credence.spark;

import static io.credence.spark.testing.DataFrameAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.spark.testing.SparkTest;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

@SparkTest
class DataFrameAssertTest {
    private SparkSession spark;

    @Test
    void hasSameRowsAs_rowsInAnotherOrder_passes() {
        assertThat(sql("VALUES (1, 'a'), (2, 'b')")).hasSameRowsAs(sql("VALUES (2, 'b'), (1, 'a')"));
    }

    @Test
    void hasSameRowsAs_differentMultiplicity_showsTheRow() {
        assertThatThrownBy(() -> assertThat(sql("VALUES (1), (2), (2)")).hasSameRowsAs(sql("VALUES (1), (1), (2)")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("expected, not found: 1", "[1]", "found, not expected: 1", "[2]");
    }

    @Test
    void withTolerance_closeNestedValues_passes() {
        assertThat(sql("SELECT array(1.0D, named_struct('x', 2.0D).x) AS a, map('k', 3.0D) AS m"))
                .withTolerance(0.011)
                .hasSameRowsAs(sql("SELECT array(1.01D, 2.01D) AS a, map('k', 2.99D) AS m"));
    }

    @Test
    void withTolerance_rowsWithOneValidPairing_arePaired() {
        assertThat(sql("VALUES (1.0D), (1.1D)")).withTolerance(0.15).hasRows(row(1.2), row(1.05));
        assertThat(sql("VALUES (1.0D), (1.1D)")).withTolerance(0.15).hasRows(row(1.05), row(1.2));
    }

    @Test
    void withTolerance_distantNumbers_fails() {
        assertThatThrownBy(() ->
                        assertThat(sql("VALUES (1.0D)")).withTolerance(0.1).hasRows(row(1.2)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("by more than 0.1");
    }

    @Test
    void hasRows_nullAndNan_equalThemselves() {
        assertThat(sql("VALUES (CAST(NULL AS DOUBLE)), (double('NaN')), (-0.0D)"))
                .hasRows(row(Double.NaN), RowFactory.create((Object) null), row(0.0));
    }

    @Test
    void hasSchema_otherType_showsBothSchemas() {
        assertThat(sql("SELECT 1L AS id, 2.0D AS score"))
                .hasSchema("id BIGINT, score DOUBLE")
                .hasColumns("id", "score");
        assertThatThrownBy(() -> assertThat(sql("SELECT 1 AS id")).hasSchema("id BIGINT"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("id: long", "id: integer");
    }

    @Test
    void hasRowCount_otherCount_fails() {
        assertThat(sql("VALUES (1), (2)")).hasRowCount(2);
        assertThatThrownBy(() -> assertThat(sql("VALUES (1)")).isEmpty())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("expected 0 rows");
    }

    private Dataset<Row> sql(String query) {
        return spark.sql(query);
    }

    private static Row row(double value) {
        return RowFactory.create(value);
    }
}
