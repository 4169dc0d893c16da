package io.credence.driver.data.input;

import io.credence.driver.config.DataSpec;
import io.credence.driver.config.Format;
import java.util.Map;

/**
 * Rows that Spark can read: files, a table of a catalog, or any other source.
 *
 * @param key the setting that names the rows, for messages: {@code data.input}
 * @param path a path or URI, or what else the source calls one; null: a table, or a source without paths
 * @param table a table of a catalog; null: a source
 * @param format the name of the Spark source; null for a table
 * @param options the options of the source, which may be secret
 */
public record InputSource(String key, String path, String table, String format, Map<String, String> options) {
    public InputSource {
        options = Map.copyOf(options);
    }

    /** Returns the source of files. */
    public static InputSource ofFiles(String key, String path, Format format, Map<String, String> options) {
        return new InputSource(key, path, null, format.source(), options);
    }

    /** Returns the rows to train on. */
    public static InputSource ofInput(DataSpec data) {
        String key = data.table() == null ? "data.input" : "data.table";
        return new InputSource(key, data.input(), data.table(), data.format(), data.options());
    }

    /**
     * Returns other rows of the same kind as those to train on.
     *
     * @param key the setting: {@code data.test}
     * @param name a path, or a table if the rows to train on are one
     */
    public static InputSource ofOther(String key, String name, DataSpec data) {
        return data.table() == null
                ? new InputSource(key, name, null, data.format(), data.options())
                : new InputSource(key, null, name, data.format(), data.options());
    }

    /** Returns the path, the table or the source, for messages. */
    public String name() {
        return path != null ? path : table != null ? table : format;
    }

    boolean isOf(Format other) {
        return table == null && other.source().equals(format);
    }

    /** Returns whether the rows are files, which have paths. */
    boolean isFiles() {
        return table == null && Format.isFile(format);
    }
}
