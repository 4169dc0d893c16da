package io.credence.driver.data.input;

import io.credence.ensemble.encoding.ColumnType;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;

/**
 * The columns whose content identifies a row, with their kinds: the candidate features, then the label, then
 * columns with a role.
 *
 * @param names the names, as in the input
 * @param kinds the kinds, one for each name
 * @param types the types in the training data, one for each name
 * @param roles the roles of the last columns, which are named after them
 */
public record KeyColumns(List<String> names, List<ColumnKind> kinds, List<DataType> types, List<ColumnRole> roles)
        implements Serializable {
    public KeyColumns {
        names = List.copyOf(names);
        kinds = List.copyOf(kinds);
        types = List.copyOf(types);
        roles = List.copyOf(roles);
    }

    /** Creates columns without roles. */
    public KeyColumns(List<String> names, List<ColumnKind> kinds, List<DataType> types) {
        this(names, kinds, types, List.of());
    }

    /** Returns the number of candidate features, which is also the index of the label. */
    public int features() {
        return names.size() - 1 - roles.size();
    }

    /** Returns the name of the label. */
    public String label() {
        return names.get(features());
    }

    /** Returns these columns without roles, as an input has them that is not split. */
    public KeyColumns withoutRoles() {
        int size = features() + 1;
        return new KeyColumns(names.subList(0, size), kinds.subList(0, size), types.subList(0, size));
    }

    /** Returns only the label and the columns with a role. */
    public KeyColumns onlyRoles() {
        int first = features();
        int end = names.size();
        return new KeyColumns(names.subList(first, end), kinds.subList(first, end), types.subList(first, end), roles);
    }

    /** Returns the index of the column with a role; -1 if there is none. */
    public int indexOf(ColumnRole.Use use) {
        for (int i = 0; i < roles.size(); i++) {
            if (roles.get(i).use() == use) {
                return features() + 1 + i;
            }
        }
        return -1;
    }

    /** Returns the columns in rows with the names of the input. */
    public List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        names.subList(0, features() + 1).forEach(name -> columns.add(ColumnChoice.column(name)));
        roles.forEach(role -> columns.add(ColumnChoice.column(role.column()).as(role.alias())));
        return columns;
    }

    /** Returns the types of features and label with their columns, for a model. */
    public List<ColumnType> columnTypes() {
        return IntStream.rangeClosed(0, features())
                .mapToObj(i -> new ColumnType(names.get(i), types.get(i).catalogString()))
                .toList();
    }

    /** Returns names and kinds: rows with numbers of another type are the same rows. */
    @Override
    public String toString() {
        return "KeyColumns[names=" + names + ", kinds=" + kinds + "]";
    }
}
