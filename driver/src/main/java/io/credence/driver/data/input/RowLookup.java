package io.credence.driver.data.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Finds the original content of a few rows by their keys, in one pass over the input. */
public final class RowLookup {
    private static final String PREFIX = "text of ";

    private RowLookup() {}

    /**
     * Returns the rows with the given keys; one of each set of identical rows.
     *
     * @param rows the input of the keys
     * @param columns the columns of the keys: {@code PreparedData.keyColumns()}
     * @param keys a few keys, from {@code MappedShard.key}
     * @return the values of each row found, as strings by column, null if missing. Includes columns that are not
     *     features, but no vectors, arrays or structs
     */
    public static Map<RowKey, Map<String, String>> find(
            Dataset<Row> rows, KeyColumns columns, Collection<RowKey> keys) {
        List<String> shown = Arrays.stream(rows.schema().fields())
                .filter(field -> field.dataType() instanceof AtomicType && !(field.dataType() instanceof BinaryType))
                .map(StructField::name)
                .toList();
        List<Column> selected = new ArrayList<>(columns.columns());
        shown.forEach(
                name -> selected.add(ColumnChoice.column(name).cast("string").as(PREFIX + name)));
        Dataset<Row> projected = rows.select(selected.toArray(new Column[0]));

        StructType schema = projected.schema();
        Set<RowKey> wanted = new HashSet<>(keys);
        List<String[]> found = new ArrayList<>(InternalRows.of(projected)
                .mapPartitions(partition -> {
                    SparkCells cells = new SparkCells(schema, columns);
                    RowHasher hasher = new RowHasher(columns);
                    List<String[]> hits = new ArrayList<>();
                    while (partition.hasNext()) {
                        InternalRow row = partition.next();
                        hasher.hash(cells.at(row));
                        if (wanted.contains(new RowKey(hasher.high(), hasher.low()))) {
                            hits.add(texts(row, hasher, columns.names().size(), shown.size()));
                        }
                    }
                    return hits.iterator();
                })
                .collect());
        return byKey(found, shown);
    }

    private static String[] texts(InternalRow row, RowHasher hasher, int first, int count) {
        String[] texts = new String[2 + count];
        texts[0] = Long.toHexString(hasher.high());
        texts[1] = Long.toHexString(hasher.low());
        for (int i = 0; i < count; i++) {
            texts[2 + i] = row.isNullAt(first + i)
                    ? null
                    : row.getUTF8String(first + i).toString();
        }
        return texts;
    }

    private static Map<RowKey, Map<String, String>> byKey(List<String[]> found, List<String> shown) {
        Map<RowKey, Map<String, String>> rows = new TreeMap<>();
        List<String[]> sorted =
                found.stream().sorted(Comparator.comparing(Arrays::toString)).toList();
        for (String[] texts : sorted) {
            Map<String, String> values = new LinkedHashMap<>();
            for (int i = 0; i < shown.size(); i++) {
                values.put(shown.get(i), texts[2 + i]);
            }
            RowKey key = new RowKey(Long.parseUnsignedLong(texts[0], 16), Long.parseUnsignedLong(texts[1], 16));
            rows.putIfAbsent(key, values);
        }
        return rows;
    }
}
