package io.credence.driver.config;

import java.util.Locale;
import java.util.Optional;

/** The file formats that rows are read from; the names are those of Spark's data sources. */
public enum Format {
    CSV,
    PARQUET,
    ORC,
    JSON,
    LIBSVM;

    /** The name of Spark's data source. */
    public String source() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format that a path's extension names, also before that of a compression such as {@code .csv.gz}. */
    public static Optional<Format> ofPath(String path) {
        String name = path.replaceAll("/+$", "").toLowerCase(Locale.ROOT).replaceAll("\\.(gz|bz2|zst|snappy|lz4)$", "");
        for (Format format : values()) {
            if (name.endsWith("." + format.source())) {
                return Optional.of(format);
            }
        }
        return name.endsWith(".svm") ? Optional.of(LIBSVM) : Optional.empty();
    }
}
