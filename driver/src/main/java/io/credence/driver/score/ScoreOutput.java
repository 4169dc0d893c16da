package io.credence.driver.score;

import io.credence.driver.UserException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.paths.SparkPath;

/**
 * The directory that scored rows go to. Spark deletes a directory that it overwrites before it reads the first row, so neither the rows nor the model may
 * stand in it.
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
     * @throws UserException if it is there already and may not be overwritten, cannot be reached, or holds the model
     */
    static ScoreOutput of(ScoreOptions options, Configuration hadoop) {
        try {
            ScoreOutput output = new ScoreOutput(options.output(), hadoop);
            if (output.overwritten && !options.overwrite()) {
                throw new UserException("--output is " + options.output()
                        + ", which is there already; it must be another path, or --overwrite must be given");
            }
            Path model = new Path(options.model());
            output.requireElsewhere("--model", model.getFileSystem(hadoop).makeQualified(model));
            return output;
        } catch (IOException | IllegalArgumentException e) {
            throw new UserException("--output " + options.output() + " cannot be reached: " + e.getMessage(), e);
        }
    }

    /** Whether something stands there, which will be deleted. */
    boolean isOverwritten() {
        return overwritten;
    }

    /**
     * @param files that the rows are read from, as {@link org.apache.spark.sql.Dataset#inputFiles} names them
     * @throws UserException if one is in this directory
     */
    void requireInputElsewhere(String[] files) {
        for (String file : files) {
            requireElsewhere("--input", SparkPath.fromUrlString(file).toPath());
        }
    }

    private void requireElsewhere(String option, Path read) {
        for (Path path = read; path != null; path = path.getParent()) {
            if (path.equals(qualified)) {
                throw new UserException("--output is " + output + ", which holds the " + option + " " + read
                        + "; it must be another path, because what stands there is deleted first");
            }
        }
    }
}
