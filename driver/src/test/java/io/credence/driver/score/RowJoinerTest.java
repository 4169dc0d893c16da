package io.credence.driver.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

class RowJoinerTest {
    private static final List<DataType> TYPES = List.of(
            DataTypes.IntegerType,
            DataTypes.DoubleType,
            DataTypes.StringType,
            DataTypes.createDecimalType(9, 2),
            DataTypes.createDecimalType(38, 2),
            DataTypes.createArrayType(DataTypes.DoubleType));

    /** Spark's own projection of a joined row is the definition. */
    @Property(tries = 40)
    void join_anyColumns_hasTheBytesOfSparksProjection(
            @ForAll @IntRange(max = 140) int leftColumns,
            @ForAll @IntRange(min = 1, max = 12) int rightColumns,
            @ForAll Random random) {
        StructType left = schema("left", leftColumns, random);
        StructType right = schema("right", rightColumns, random);
        StructType both = new StructType(left.fields());
        for (var field : right.fields()) {
            both = both.add(field);
        }
        RowJoiner joiner = new RowJoiner(left, right);
        RowChunk chunk = new RowChunk(left, 3);
        List<GenericInternalRow> lefts = List.of(row(left, random), row(left, random), row(left, random));
        lefts.forEach(chunk::add);

        assertThat(chunk.isFull()).isTrue();
        for (int i = 0; i < lefts.size(); i++) {
            GenericInternalRow added = row(right, random);
            UnsafeRow expected = UnsafeProjection.create(both)
                    .apply(new JoinedRow(lefts.get(i), added))
                    .copy();
            UnsafeRow joined =
                    joiner.join(chunk.row(i), UnsafeProjection.create(right).apply(added));
            assertThat(joined).isEqualTo(expected);
        }
    }

    private static StructType schema(String prefix, int columns, Random random) {
        StructType schema = new StructType();
        for (int i = 0; i < columns; i++) {
            schema = schema.add(prefix + i, TYPES.get(random.nextInt(TYPES.size())));
        }
        return schema;
    }

    private static GenericInternalRow row(StructType schema, Random random) {
        GenericInternalRow row = new GenericInternalRow(schema.size());
        for (int i = 0; i < schema.size(); i++) {
            row.update(i, random.nextInt(4) == 0 ? null : value(schema.fields()[i].dataType(), random));
        }
        return row;
    }

    private static Object value(DataType type, Random random) {
        return switch (TYPES.indexOf(type)) {
            case 0 -> random.nextInt();
            case 1 -> random.nextGaussian();
            case 2 -> UTF8String.fromString("x".repeat(random.nextInt(20)));
            case 3 -> Decimal.apply(BigDecimal.valueOf(random.nextInt(100_000), 2), 9, 2);
            case 4 -> Decimal.apply(BigDecimal.valueOf(random.nextLong(), 2), 38, 2);
            default -> new GenericArrayData(random.doubles(random.nextInt(4)).toArray());
        };
    }
}
