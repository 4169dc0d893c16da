package io.credence.driver.data.profile;

import io.credence.driver.UserException;
import io.credence.driver.data.input.ColumnChoice;
import io.credence.driver.data.input.ColumnKind;
import io.credence.driver.data.input.InternalRows;
import io.credence.driver.data.input.KeyColumns;
import io.credence.driver.data.input.ModelTypes;
import io.credence.driver.data.input.SparkCells;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.LabelColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Finds the columns that an {@link Encoding} reads in the rows of a data frame. */
public final class EncodingColumns {
    private EncodingColumns() {}

    /**
     * Checks before a job starts that all columns exist and have supported types. Strings are accepted in place of
     * numbers and parsed row by row; numbers are accepted in place of strings.
     *
     * @param source the name of the rows in messages
     * @param withLabel whether the label is read too
     * @throws UserException if a column is missing or has an unsupported type
     */
    public static void require(String source, StructType schema, Encoding encoding, boolean withLabel) {
        new ColumnChoice(source, schema).requireReadable(of(encoding, withLabel));
    }

    /**
     * Returns a reader of rows with this schema, whose columns are in the order of the encoding. Each task needs its
     * own.
     *
     * @param withLabel whether the label is read too; if not, the rows need not have it
     */
    public static SparkCells cells(StructType schema, Encoding encoding, boolean withLabel) {
        KeyColumns columns = of(encoding, withLabel);
        return new SparkCells(schema, columns);
    }

    /** Returns rows in Spark's internal form, for {@link #cells}. The iterator may reuse one row object. */
    public static JavaRDD<InternalRow> internalRows(Dataset<Row> rows) {
        return InternalRows.of(rows);
    }

    private static KeyColumns of(Encoding encoding, boolean withLabel) {
        LabelColumn label = encoding.label();
        List<String> names = new ArrayList<>();
        List<ColumnKind> kinds = new ArrayList<>();
        for (FeatureColumn feature : encoding.features()) {
            names.add(feature.name());
            kinds.add(kind(feature));
        }
        if (withLabel) {
            names.add(label.name());
            kinds.add(label instanceof LabelColumn.NumberColumn ? ColumnKind.NUMBER : ColumnKind.TEXT);
        }
        Map<String, DataType> types = ModelTypes.of(encoding);
        return new KeyColumns(names, kinds, names.stream().map(types::get).toList());
    }

    private static ColumnKind kind(FeatureColumn column) {
        if (column instanceof FeatureColumn.Numeric) {
            return ColumnKind.NUMBER;
        }
        if (column instanceof FeatureColumn.Temporal) {
            return ColumnKind.TIME;
        }
        return column instanceof FeatureColumn.Vector ? ColumnKind.VECTOR : ColumnKind.TEXT;
    }
}
