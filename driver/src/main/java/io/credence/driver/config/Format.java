package io.credence.driver.config;

import io.credence.driver.UserException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

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

    /**
     * The format that was given, or else the one that the path's extension names.
     *
     * @param given may be null
     * @param key what names the path, for messages
     * @throws UserException if neither says
     */
    public static Format orOfPath(Format given, String key, String path) {
        if (given != null) {
            return given;
        }
        return ofPath(path)
                .orElseThrow(() -> new UserException(key + " is " + path
                        + ", whose extension names no format; it must be one of "
                        + Arrays.stream(values()).map(Format::source).collect(Collectors.joining(", "))
                        + ", or --format must be given"));
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
