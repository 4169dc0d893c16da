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

/** Reads a configuration strictly: whatever is not understood is an error that says where it stands and what is allowed. */
public final class ConfigurationReader {
    private final org.apache.hadoop.conf.Configuration hadoop;

    /** @param hadoop how the file systems are reached that a path may name */
    public ConfigurationReader(org.apache.hadoop.conf.Configuration hadoop) {
        this.hadoop = hadoop;
    }

    /**
     * Reads a file and lays assignments over it.
     *
     * @param path a local path, or the URI of any file system that Hadoop reaches
     * @param assignments {@code dotted.key=value}, later ones win
     * @throws ConfigurationException if the file or an assignment is not understood or not allowed
     * @throws UserException if the file cannot be read
     */
    public Configuration read(String path, List<String> assignments) {
        return settings(path, assignments).configuration();
    }

    /** As {@link #read}, for whoever may have to say later where a setting was written. */
    public LocatedConfiguration settings(String path, List<String> assignments) {
        return settings(path, text(path), assignments);
    }

    /**
     * Reads a text as {@link #read} reads a file.
     *
     * @param file the text's name in messages
     */
    public static Configuration parse(String file, String text, List<String> assignments) {
        return settings(file, text, assignments).configuration();
    }

    private static LocatedConfiguration settings(String file, String text, List<String> assignments) {
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

    /** A path without a scheme is a local file, whatever Hadoop's default file system is: it is where the command was typed. */
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
        return e instanceof NoSuchFileException || e instanceof FileNotFoundException
                ? "there is no such file"
                : e.toString();
    }
}
