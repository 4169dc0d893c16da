package io.credence.driver.data.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.driver.UserException;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.InvalidRowException;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.encoding.RowEncoder;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

final class EncodingColumnsTest {
    private static final Encoding ENCODING = new Encoding(
            List.of(
                    new FeatureColumn.Numeric("size", 1, 2, true),
                    new FeatureColumn.Categorical("zip", List.of("10", "2b"), false),
                    new FeatureColumn.Vector("v", new double[] {0, 0, 0}, new double[] {1, 1, 1})),
            new LabelColumn.Classes("kind", List.of("0", "1")));

    private static final StructType SCHEMA = StructType.fromDDL("other DATE, v ARRAY<FLOAT>, zip STRING, size INT");

    @Test
    void columns_areFoundByName_inAnyOrder() {
        EncodingColumns.require("rows", SCHEMA, ENCODING, false);
        assertThat(encode(SCHEMA, 7, new GenericArrayData(new float[] {1, 2, 3}), UTF8String.fromString("2b"), 5))
                .containsExactly(2f, 0f, 0f, 1f, 1f, 2f, 3f);
    }

    @Test
    void stringForANumber_isParsed_andNumberForAString_isFormatted() {
        StructType schema = StructType.fromDDL("size STRING, zip DOUBLE, v ARRAY<DOUBLE>");
        GenericArrayData v = new GenericArrayData(new double[3]);
        assertThat(encode(schema, UTF8String.fromString(" 5 "), 10.0, v)).startsWith(2f, 0f, 1f, 0f);
        assertThat(encode(schema, UTF8String.fromString(""), null, v)).startsWith(0f, 1f, 0f, 0f);
        assertThatThrownBy(() -> encode(schema, UTF8String.fromString("big"), 10.0, v))
                .isInstanceOf(InvalidRowException.class)
                .hasMessageContaining("the column size of a row is \"big\"; it must be a number");
    }

    @Test
    void sparseAndDenseVectors_areEncodedAlike() {
        StructType schema = new StructType()
                .add("size", DataTypes.DoubleType)
                .add("zip", DataTypes.StringType)
                .add("v", SQLDataTypes.VectorType());
        GenericInternalRow sparse = new GenericInternalRow(
                new Object[] {(byte) 0, 3, new GenericArrayData(new int[] {2}), new GenericArrayData(new double[] {9})
                });
        GenericInternalRow dense = new GenericInternalRow(
                new Object[] {(byte) 1, null, null, new GenericArrayData(new double[] {0, 0, 9})});
        assertThat(encode(schema, 1.0, null, sparse))
                .isEqualTo(encode(schema, 1.0, null, dense))
                .endsWith(0f, 0f, 9f);
    }

    @Test
    void missingColumn_isRejectedBeforeTheJob() {
        StructType schema = StructType.fromDDL("size INT, ziip STRING, v ARRAY<FLOAT>");
        assertThatThrownBy(() -> EncodingColumns.require("x.csv", schema, ENCODING, false))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("x.csv has no such column; did you mean ziip?");
    }

    @Test
    void missingLabel_isRejectedIfItIsRead() {
        assertThatThrownBy(() -> EncodingColumns.require("x.csv", SCHEMA, ENCODING, true))
                .hasMessageContaining("kind");
    }

    @Test
    void columnOfAnotherKind_isRejectedBeforeTheJob() {
        StructType schema = StructType.fromDDL("size INT, zip STRING, v DOUBLE");
        assertThatThrownBy(() -> EncodingColumns.require("x.csv", schema, ENCODING, false))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("the column v of x.csv has the type double")
                .hasMessageContaining("a vector or an array of numbers");
    }

    @Test
    void missingArrayElement_isRejected() {
        assertThatThrownBy(() -> encode(SCHEMA, 7, new GenericArrayData(new Object[] {1f, null, 3f}), null, 5))
                .isInstanceOf(InvalidRowException.class)
                .hasMessageContaining("missing element 1");
    }

    private static float[] encode(StructType schema, Object... cells) {
        InternalRow row = new GenericInternalRow(cells);
        float[] encoded = new float[ENCODING.width()];
        new RowEncoder(ENCODING)
                .encode(EncodingColumns.cells(schema, ENCODING, false).at(row), encoded, 0);
        return encoded;
    }
}
