package io.credence.driver.data.csv;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.csv.CSVInferSchema;
import org.apache.spark.unsafe.types.UTF8String;

/** The types of all columns of a CSV table, found in one pass over its rows, and the number of rows. */
@DefaultSerializer(JavaSerializer.class)
final class TypeInference implements Serializable {
    private static final long serialVersionUID = 1L;

    private final NumberText notation;
    private final CSVInferSchema spark;
    private final ColumnCells[] columns;
    private long rows;

    /** @param columns the number of columns */
    TypeInference(int columns, NumberText notation, CSVInferSchema spark) {
        this.notation = notation;
        this.spark = spark;
        this.columns =
                IntStream.range(0, columns).mapToObj(i -> new ColumnCells()).toArray(ColumnCells[]::new);
    }

    /** Adds rows whose cells are all strings, and returns this. */
    TypeInference add(Iterator<InternalRow> cells) {
        while (cells.hasNext()) {
            InternalRow row = cells.next();
            rows++;
            for (int i = 0; i < columns.length; i++) {
                UTF8String cell = row.isNullAt(i) ? null : row.getUTF8String(i);
                columns[i].add(cell == null ? null : cell.toString(), notation, spark);
            }
        }
        return this;
    }

    /** Merges the result of other rows into this one and returns this one. */
    TypeInference add(TypeInference other) {
        rows += other.rows;
        for (int i = 0; i < columns.length; i++) {
            columns[i].add(other.columns[i], spark);
        }
        return this;
    }

    ColumnCells column(int index) {
        return columns[index];
    }

    long rows() {
        return rows;
    }
}
