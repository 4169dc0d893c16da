package io.credence.driver.data.input;

import io.credence.driver.UserException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.Path;

/** The paths that an input names: itself if it exists, although it may look like a pattern, or those that match it. */
final class InputPaths {
    /** The option that keeps Spark from taking a path for a pattern. */
    static final String GLOB = "__globPaths__";

    private InputPaths() {}

    /**
     * Returns the existing paths, at least one.
     *
     * @param what the input, for messages
     * @param input a path, a URI or a glob pattern
     * @throws UserException if there are none, or the file system cannot be reached
     */
    static List<String> of(String what, String input, Configuration hadoop) {
        try {
            Path path = new Path(input);
            FileSystem fileSystem = path.getFileSystem(hadoop);
            if (fileSystem.exists(path)) {
                return List.of(input);
            }
            List<String> found =
                    matches(fileSystem, path).stream().map(Path::toString).toList();
            if (found.isEmpty()) {
                throw new UserException(what + " does not exist" + workingDirectory(path)
                        + "; it must be a file, a directory or a pattern that matches one");
            }
            return found;
        } catch (IOException | IllegalArgumentException e) {
            throw new UserException(what + " cannot be reached: " + e.getMessage(), e);
        }
    }

    private static String workingDirectory(Path path) {
        return path.isAbsolute() || path.toUri().getScheme() != null
                ? ""
                : " in " + Path.getPathWithoutSchemeAndAuthority(new Path(System.getProperty("user.dir")));
    }

    private static List<Path> matches(FileSystem fileSystem, Path pattern) throws IOException {
        try {
            FileStatus[] found = fileSystem.globStatus(pattern);
            return found == null
                    ? List.of()
                    : Stream.of(found).map(FileStatus::getPath).toList();
        } catch (IllegalArgumentException e) {
            // Hadoop cannot build the path of a file with a colon in its name, even if it does not match.
            return matchesBesideColons(fileSystem, pattern);
        }
    }

    private static List<Path> matchesBesideColons(FileSystem fileSystem, Path pattern) throws IOException {
        Path qualified = fileSystem.makeQualified(pattern);
        List<Path> found = List.of(new Path(qualified, "/"));
        for (String name : qualified.toUri().getPath().substring(1).split("/")) {
            GlobFilter filter = new GlobFilter(name);
            List<Path> next = new ArrayList<>();
            for (Path parent : found) {
                next.addAll(
                        filter.hasPattern() ? children(fileSystem, parent, filter) : List.of(new Path(parent, name)));
            }
            found = next;
        }
        List<Path> existing = new ArrayList<>();
        for (Path path : found) {
            if (fileSystem.exists(path)) {
                existing.add(path);
            }
        }
        return existing;
    }

    private static List<Path> children(FileSystem fileSystem, Path parent, GlobFilter filter) throws IOException {
        try {
            return Stream.of(fileSystem.listStatus(parent))
                    .map(FileStatus::getPath)
                    .filter(filter::accept)
                    .toList();
        } catch (FileNotFoundException e) {
            return List.of(); // a name before this one matched nothing, or a file
        }
    }
}
