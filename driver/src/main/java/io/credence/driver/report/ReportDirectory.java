package io.credence.driver.report;

import io.credence.driver.UserException;
import io.credence.ensemble.report.Report;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The directory of a report: machine-readable {@code report.json}, and the page {@code index.html}. An older report is
 * replaced.
 */
public final class ReportDirectory {
    private static final String JSON = "report.json";
    private static final String PAGE = "index.html";

    private final Path directory;
    private final FileSystem fileSystem;

    private ReportDirectory(Path directory, FileSystem fileSystem) {
        this.directory = directory;
        this.fileSystem = fileSystem;
    }

    /**
     * Creates the directory, before any other work, to ensure that a report can be written.
     *
     * @throws UserException if the directory cannot be created
     */
    public static ReportDirectory claim(String path, Configuration hadoop) {
        try {
            Path given = new Path(path);
            FileSystem fileSystem = given.getFileSystem(hadoop);
            if (!fileSystem.mkdirs(given)) {
                throw new IOException("it could not be created");
            }
            return new ReportDirectory(fileSystem.makeQualified(given), fileSystem);
        } catch (IOException | IllegalArgumentException e) {
            throw new UserException(
                    "the report directory " + path + " cannot be written: " + e.getMessage() + "; it must be writable",
                    e);
        }
    }

    /** Writes both files. */
    public void write(Report report) throws IOException {
        write(JSON, report.json());
        write(PAGE, report.html());
    }

    /** Returns the path of the page. */
    public String page() {
        return new Path(directory, PAGE).toString();
    }

    private void write(String name, String content) throws IOException {
        try (OutputStream out = fileSystem.create(new Path(directory, name), true)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
    }
}
