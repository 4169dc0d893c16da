package io.credence.driver.score;

import io.credence.driver.UserException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.paths.SparkPath;

/**
 * The output directory of scored rows. Spark deletes a directory that it overwrites before it reads the first row, so
 * the directory must contain neither the input nor the model.
 */
final class ScoreOutput {
    private final String output;
    private final Path qualified;
    private final boolean overwritten;

    private ScoreOutput(String output, Configuration hadoop) throws IOException {
        this.output = output;
        Path path = new Path(output);
        FileSystem fileSystem = path.getFileSystem(hadoop);
        this.qualified = fileSystem.makeQualified(path);
        this.overwritten = fileSystem.exists(qualified);
    }

    /**
     * Checks the output directory before rows are scored.
     *
     * @throws UserException if the output exists and may not be overwritten, cannot be reached, or contains the model
     */
    static ScoreOutput of(ScoreOptions options, Configuration hadoop) {
        try {
            ScoreOutput output = new ScoreOutput(options.output(), hadoop);
            if (output.overwritten && !options.overwrite()) {
                throw new UserException("--output is " + options.output()
                        + ", which already exists; it must be another path, or pass --overwrite to replace it");
            }
            Path model = new Path(options.model());
            output.requireElsewhere("--model", model.getFileSystem(hadoop).makeQualified(model));
            return output;
        } catch (IOException | IllegalArgumentException e) {
            throw new UserException("--output " + options.output() + " cannot be reached: " + e.getMessage(), e);
        }
    }

    /** Returns whether existing output will be deleted. */
    boolean isOverwritten() {
        return overwritten;
    }

    /**
     * Checks that no input file is in the output directory.
     *
     * @param files the input files, as {@link org.apache.spark.sql.Dataset#inputFiles} returns them
     * @throws UserException if an input file is in the output directory
     */
    void requireInputElsewhere(String[] files) {
        for (String file : files) {
            requireElsewhere("--input", SparkPath.fromUrlString(file).toPath());
        }
    }

    private void requireElsewhere(String option, Path read) {
        for (Path path = read; path != null; path = path.getParent()) {
            if (path.equals(qualified)) {
                throw new UserException("--output is " + output + ", which contains the " + option + " " + read
                        + "; it must be another path, because its content is deleted first");
            }
        }
    }
}
