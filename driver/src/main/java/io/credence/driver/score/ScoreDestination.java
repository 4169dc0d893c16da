package io.credence.driver.score;

import io.credence.driver.config.Format;
import java.util.List;
import java.util.Map;

/**
 * Where scored rows are written.
 *
 * @param path the path or URI of the output directory; null: a table
 * @param table the table of a catalog; null: a path
 * @param format the name of the Spark source that writes; null: the default of the catalog for a table
 * @param options the options of the source, which may be secret
 * @param partitionBy the columns by whose values the output is divided, in this order
 * @param overwrite whether existing output may be replaced
 */
public record ScoreDestination(
        String path,
        String table,
        String format,
        Map<String, String> options,
        List<String> partitionBy,
        boolean overwrite) {
    public ScoreDestination {
        options = Map.copyOf(options);
        partitionBy = List.copyOf(partitionBy);
    }

    /** Returns a directory for files. */
    public static ScoreDestination ofFiles(String path, Format format, boolean overwrite) {
        return new ScoreDestination(path, null, format.source(), Map.of(), List.of(), overwrite);
    }

    /** Returns the path or the table. */
    public String name() {
        return path != null ? path : table;
    }

    boolean isCsv() {
        return Format.CSV.source().equalsIgnoreCase(format);
    }

    /** Returns the option that names this destination, and its value, for messages. */
    String inWords() {
        return (path != null ? "--output is " : "--output-table is ") + name();
    }
}
