package io.credence.driver.config;

import io.credence.driver.UserException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A file format for rows, named after the Spark data source that reads it. */
public enum Format {
    CSV,
    PARQUET,
    ORC,
    JSON,
    LIBSVM;

    /** Returns the name of the Spark data source. */
    public String source() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether the name of a Spark source is that of a file format, in any case. */
    public static boolean isFile(String source) {
        return Arrays.stream(values()).anyMatch(format -> format.source().equalsIgnoreCase(source));
    }

    /**
     * Returns the given format or, if it is null, the one that the extension of a path implies.
     *
     * @param given the format from the options; may be null
     * @param key the option that names the path, for messages
     * @throws UserException if the format is null and the extension implies none
     */
    public static Format orOfPath(Format given, String key, String path) {
        if (given != null) {
            return given;
        }
        return ofPath(path)
                .orElseThrow(() -> new UserException(key + " is " + path
                        + ", whose extension names no format; it must end in one of "
                        + Arrays.stream(values()).map(Format::source).collect(Collectors.joining(", "))
                        + ", or pass --format"));
    }

    /**
     * Returns the format that the extension of a path implies, ignoring a compression suffix: {@code .csv.gz} is CSV.
     */
    static Optional<Format> ofPath(String path) {
        String name = path.replaceAll("/+$", "").toLowerCase(Locale.ROOT).replaceAll("\\.(gz|bz2|zst|snappy|lz4)$", "");
        for (Format format : values()) {
            if (name.endsWith("." + format.source())) {
                return Optional.of(format);
            }
        }
        return name.endsWith(".svm") ? Optional.of(LIBSVM) : Optional.empty();
    }
}
