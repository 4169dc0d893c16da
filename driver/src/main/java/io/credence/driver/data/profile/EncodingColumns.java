package io.credence.driver.data.profile;

import io.credence.driver.UserException;
import io.credence.driver.data.input.ColumnChoice;
import io.credence.driver.data.input.ColumnKind;
import io.credence.driver.data.input.DataSource;
import io.credence.driver.data.input.KeyColumns;
import io.credence.driver.data.input.SparkCells;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.LabelColumn;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** The columns that an {@link Encoding} reads, found in the rows of a data frame. */
public final class EncodingColumns {
    private EncodingColumns() {}

    /**
     * Checks, before a job starts, that all columns are there and can be read as the model reads them. A text may stand for a number, and is
     * then parsed row by row; a number may stand for a text.
     *
     * @param source where the rows come from, for messages
     * @param withLabel whether the label is read too
     * @throws UserException if a column is missing or has a type that cannot be read
     */
    public static void require(String source, StructType schema, Encoding encoding, boolean withLabel) {
        new ColumnChoice(source, schema).requireReadable(of(encoding, withLabel));
    }

    /**
     * The cells of rows with this schema, by the positions of the encoding. One for every task.
     *
     * @param withLabel whether the label is read too; otherwise the rows need not have it
     */
    public static SparkCells cells(StructType schema, Encoding encoding, boolean withLabel) {
        KeyColumns columns = of(encoding, withLabel);
        return new SparkCells(schema, columns.names(), columns.kinds());
    }

    /** Rows as Spark keeps them, for {@link #cells}; the row object may be the same again and again. */
    public static JavaRDD<InternalRow> internalRows(Dataset<Row> rows) {
        return DataSource.internalRows(rows);
    }

    private static KeyColumns of(Encoding encoding, boolean withLabel) {
        LabelColumn label = encoding.label();
        Stream<String> features = encoding.features().stream().map(FeatureColumn::name);
        Stream<ColumnKind> kinds = encoding.features().stream().map(EncodingColumns::kind);
        if (!withLabel) {
            return new KeyColumns(features.toList(), kinds.toList());
        }
        ColumnKind labelKind = label instanceof LabelColumn.Target ? ColumnKind.NUMBER : ColumnKind.TEXT;
        return new KeyColumns(
                Stream.concat(features, Stream.of(label.name())).toList(),
                Stream.concat(kinds, Stream.of(labelKind)).toList());
    }

    private static ColumnKind kind(FeatureColumn column) {
        if (column instanceof FeatureColumn.Numeric) {
            return ColumnKind.NUMBER;
        }
        return column instanceof FeatureColumn.Vector ? ColumnKind.VECTOR : ColumnKind.TEXT;
    }
}
