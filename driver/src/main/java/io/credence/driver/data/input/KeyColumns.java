package io.credence.driver.data.input;

import io.credence.ensemble.encoding.ColumnType;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.DataType;

/**
 * The columns whose content identifies a row, with their kinds: the candidate features, then the label.
 *
 * @param names the names, as in the input
 * @param kinds the kinds, one for each name
 * @param types the types in the training data, one for each name
 */
public record KeyColumns(List<String> names, List<ColumnKind> kinds, List<DataType> types) implements Serializable {
    public KeyColumns {
        names = List.copyOf(names);
        kinds = List.copyOf(kinds);
        types = List.copyOf(types);
    }

    /** Returns the number of candidate features, which is also the index of the label. */
    public int features() {
        return names.size() - 1;
    }

    /** Returns the name of the label. */
    public String label() {
        return names.get(features());
    }

    /** Returns the types with their columns, for a model. */
    public List<ColumnType> columnTypes() {
        return IntStream.range(0, names.size())
                .mapToObj(i -> new ColumnType(names.get(i), types.get(i).catalogString()))
                .toList();
    }

    /** Returns names and kinds: rows with numbers of another type are the same rows. */
    @Override
    public String toString() {
        return "KeyColumns[names=" + names + ", kinds=" + kinds + "]";
    }
}
