package io.credence.driver.data.input;

import java.io.Serializable;
import java.util.List;

/**
 * The columns whose content identifies a row, with their kinds: the candidate features, then the label.
 *
 * @param names the names, as in the input
 * @param kinds the kinds, one for each name
 */
public record KeyColumns(List<String> names, List<ColumnKind> kinds) implements Serializable {
    public KeyColumns {
        names = List.copyOf(names);
        kinds = List.copyOf(kinds);
    }

    /** Returns the number of candidate features, which is also the index of the label. */
    public int features() {
        return names.size() - 1;
    }

    /** Returns the name of the label. */
    public String label() {
        return names.get(features());
    }
}
