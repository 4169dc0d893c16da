package io.credence.driver.config;

import io.credence.driver.UserException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * A strict reader of configurations: anything unknown or invalid is an error that names its location and what is
 * allowed.
 */
public final class ConfigurationReader {
    private final org.apache.hadoop.conf.Configuration hadoop;

    /** @param hadoop the configuration of the file systems that paths may refer to */
    public ConfigurationReader(org.apache.hadoop.conf.Configuration hadoop) {
        this.hadoop = hadoop;
    }

    /**
     * Reads a file and applies overrides.
     *
     * @param path a local path, or a URI of any file system that Hadoop supports
     * @param assignments overrides of the form {@code dotted.key=value}; the last one wins
     * @throws ConfigurationException if the file or an override is invalid
     * @throws UserException if the file cannot be read
     */
    public Configuration read(String path, List<String> assignments) {
        return readLocated(path, assignments).configuration();
    }

    /** Reads a configuration like {@link #read}, and keeps the location of each setting for later error messages. */
    public LocatedConfiguration readLocated(String path, List<String> assignments) {
        return located(path, text(path), assignments);
    }

    /**
     * Parses a configuration from a string.
     *
     * @param file the name of the string in error messages
     * @param assignments as for {@link #read}
     */
    public static Configuration parse(String file, String text, List<String> assignments) {
        return located(file, text, assignments).configuration();
    }

    private static LocatedConfiguration located(String file, String text, List<String> assignments) {
        SettingsTree tree = new SettingsTree(file, text);
        assignments.forEach(tree::set);
        return new LocatedConfiguration(tree);
    }

    private String text(String path) {
        try {
            return new String(bytes(path), StandardCharsets.UTF_8);
        } catch (IOException | IllegalArgumentException e) {
            throw new UserException(
                    "the configuration " + path + " cannot be read (" + reason(e)
                            + "); it must be a readable YAML file",
                    e);
        }
    }

    /**
     * Reads a path without a scheme as a local file, whatever Hadoop's default file system: users type paths in a
     * local shell.
     */
    private byte[] bytes(String path) throws IOException {
        Path uri = new Path(path);
        if (uri.toUri().getScheme() == null) {
            return Files.readAllBytes(java.nio.file.Path.of(path));
        }
        try (InputStream in = uri.getFileSystem(hadoop).open(uri)) {
            return in.readAllBytes();
        }
    }

    private static String reason(Exception e) {
        return e instanceof NoSuchFileException || e instanceof FileNotFoundException ? "no such file" : e.toString();
    }
}
