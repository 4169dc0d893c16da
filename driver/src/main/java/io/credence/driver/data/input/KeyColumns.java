package io.credence.driver.data.input;

import java.io.Serializable;
import java.util.List;

/**
 * The columns whose content is a row's identity, and what their values are taken as: the candidates for features, then the label.
 *
 * @param names as in the user's data
 * @param kinds one a name
 */
public record KeyColumns(List<String> names, List<ColumnKind> kinds) implements Serializable {
    public KeyColumns {
        names = List.copyOf(names);
        kinds = List.copyOf(kinds);
    }

    /** The number of feature candidates; the label's position. */
    public int features() {
        return names.size() - 1;
    }

    public String label() {
        return names.get(features());
    }
}
