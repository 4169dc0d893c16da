package io.credence.driver.data.input;

import java.io.Serializable;

/**
 * A column that says how the row is used. It is no feature, unless the features name it too.
 *
 * @param use what the column decides
 * @param column its name
 */
public record ColumnRole(Use use, String column) implements Serializable {
    /** What a column decides. */
    public enum Use {
        /** The split of the row, by name. */
        SPLIT("data.split.column"),
        /** The group of the row, whose rows stay together. */
        GROUP("data.split.group"),
        /** The time of the row: the latest rows are for testing. */
        TIME("data.split.time");

        private final String key;

        Use(String key) {
            this.key = key;
        }

        /** Returns the setting that names the column. */
        String key() {
            return key;
        }
    }

    /** Returns the name under which the column is read, which differs from that of a feature. */
    String alias() {
        return column + " (" + use.key + ")";
    }
}
