package io.credence.driver.data.shard;

import io.credence.driver.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory, on any Hadoop file system, through which the driver and executors exchange files. */
public final class WorkDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(WorkDirectory.class);

    private final Path path;
    private final FileSystem fileSystem;

    /**
     * Opens a work directory.
     *
     * @param path the directory; created if missing
     * @throws UserException if the directory cannot be created or written
     */
    public WorkDirectory(String path, Configuration hadoop) {
        try {
            Path given = new Path(path);
            this.fileSystem = fileSystem(given, hadoop);
            this.path = fileSystem.makeQualified(given);
            if (!fileSystem.mkdirs(this.path)) {
                throw new IOException("the directory could not be created");
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new UserException(
                    "the work directory " + path + " cannot be written: " + e.getMessage()
                            + "; it must be writable (output in the configuration)",
                    e);
        }
    }

    /**
     * Returns the file system of a path, without Hadoop's checksum files on the local disk, because shards have their
     * own checksums.
     */
    public static FileSystem fileSystem(Path path, Configuration hadoop) throws IOException {
        FileSystem fileSystem = path.getFileSystem(hadoop);
        return fileSystem instanceof LocalFileSystem local ? local.getRawFileSystem() : fileSystem;
    }

    Path path() {
        return path;
    }

    FileSystem fileSystem() {
        return fileSystem;
    }

    /**
     * Checks that the driver and executors see each other's files. Does nothing in local mode.
     *
     * @throws UserException if the driver and executors do not share the directory
     */
    public void requireShared(JavaSparkContext spark) {
        if (spark.isLocal()) {
            return;
        }
        String token = UUID.randomUUID().toString();
        Path probe = new Path(path, ".probe-" + token);
        try {
            write(fileSystem, new Path(probe, "driver"), token);
            List<String> executors = visit(spark, probe.toString());
            for (String executor : executors) {
                if (executor.startsWith("!") || !fileSystem.exists(new Path(probe, executor))) {
                    throw new UserException("the work directory " + path + " is not shared: "
                            + (executor.startsWith("!")
                                    ? "executor " + executor.substring(1) + " cannot see files of the driver"
                                    : "the driver cannot see files of executor " + executor)
                            + ". On a cluster, it must be on a file system that all machines share, such as hdfs://"
                            + " or s3a:// (output in the configuration)");
                }
            }
        } catch (IOException e) {
            throw new UserException("the work directory " + path + " cannot be written: " + e.getMessage(), e);
        } finally {
            deleteQuietly(probe);
        }
    }

    /** Runs tasks that return their executor, prefixed with an exclamation mark if it cannot see the driver's file. */
    private static List<String> visit(JavaSparkContext spark, String probe) {
        SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
        int tasks = Math.max(2, spark.defaultParallelism());
        return spark
                .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
                .map(task -> {
                    String executor = SparkEnv.get().executorId();
                    Path directory = new Path(probe);
                    FileSystem fileSystem = fileSystem(directory, hadoop.value());
                    if (!fileSystem.exists(new Path(directory, "driver"))) {
                        return "!" + executor;
                    }
                    write(fileSystem, new Path(directory, executor), executor);
                    return executor;
                })
                .collect()
                .stream()
                .distinct()
                .toList();
    }

    private static void write(FileSystem fileSystem, Path file, String text) throws IOException {
        try (FSDataOutputStream out = fileSystem.create(file, true)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Writes a file under a temporary name and renames it, so that an existing file is always complete. */
    public static void writeWhole(FileSystem fileSystem, Path file, String text) throws IOException {
        Path temporary = new Path(file.getParent(), "." + file.getName() + "-" + UUID.randomUUID());
        write(fileSystem, temporary, text);
        rename(fileSystem, temporary, file);
    }

    /**
     * Moves a finished file into place. Another attempt of the same task may have done so already, with the same
     * bytes.
     */
    public static void rename(FileSystem fileSystem, Path temporary, Path file) throws IOException {
        if (fileSystem.exists(file)) {
            fileSystem.delete(file, false);
        }
        if (!fileSystem.rename(temporary, file) && !fileSystem.exists(file)) {
            throw new IOException(temporary + " could not be renamed to " + file);
        }
    }

    /** Lists a directory; empty if it does not exist. */
    List<FileStatus> list(Path directory) throws IOException {
        return fileSystem.exists(directory) ? List.of(fileSystem.listStatus(directory)) : List.of();
    }

    private void deleteQuietly(Path directory) {
        try {
            fileSystem.delete(directory, true);
        } catch (IOException e) {
            LOG.warn("Could not delete {}", directory, e);
        }
    }
}
