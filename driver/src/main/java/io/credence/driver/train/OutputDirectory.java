package io.credence.driver.train;

import io.credence.driver.UserException;
import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The output directory of a training run: {@code model/}, {@code report/} and, until it has finished, {@code work/}.
 */
final class OutputDirectory {
    private final Path root;
    private final FileSystem fileSystem;

    private OutputDirectory(Path root, FileSystem fileSystem) {
        this.root = root;
        this.fileSystem = fileSystem;
    }

    /**
     * Checks before any work that the results can be written.
     *
     * @throws UserException if a model already exists that may not be replaced, or the directory is not writable
     */
    static OutputDirectory claim(String output, boolean overwrite, Configuration hadoop) throws IOException {
        Path given = new Path(output);
        FileSystem fileSystem = given.getFileSystem(hadoop);
        OutputDirectory directory = new OutputDirectory(fileSystem.makeQualified(given), fileSystem);
        if (!overwrite && fileSystem.exists(directory.model())) {
            throw new UserException("output is " + output
                    + ", which already holds a model; choose another directory or pass --overwrite");
        }
        directory.requireWritable(output);
        return directory;
    }

    private void requireWritable(String output) {
        Path probe = new Path(root, ".writable-" + UUID.randomUUID());
        try {
            fileSystem.mkdirs(root);
            fileSystem.create(probe, false).close();
            fileSystem.delete(probe, false);
        } catch (IOException e) {
            throw new UserException(
                    "output is " + output + ", where nothing can be written: " + e.getMessage()
                            + "; it must be a directory that this user can write to",
                    e);
        }
    }

    Path model() {
        return new Path(root, "model");
    }

    Path report() {
        return new Path(root, "report");
    }

    Path work() {
        return new Path(root, "work");
    }

    String name() {
        return root.getName();
    }

    void removeWork() throws IOException {
        fileSystem.delete(work(), true);
    }
}
