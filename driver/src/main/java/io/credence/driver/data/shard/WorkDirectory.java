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

/** The directory, on any Hadoop file system, through which driver and executors hand each other files. */
public final class WorkDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(WorkDirectory.class);

    private final Path path;
    private final FileSystem fileSystem;

    /**
     * @param path made if it is not there
     * @throws UserException if it cannot be made or written
     */
    public WorkDirectory(String path, Configuration hadoop) {
        try {
            Path given = new Path(path);
            this.fileSystem = fileSystem(given, hadoop);
            this.path = fileSystem.makeQualified(given);
            if (!fileSystem.mkdirs(this.path)) {
                throw new IOException("the directory could not be made");
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new UserException(
                    "the work directory " + path + " cannot be written: " + e.getMessage()
                            + "; it must be in a directory that you may write to (output in the configuration)",
                    e);
        }
    }

    /** Shards have checksums of their own, so on the local disk Hadoop's hidden files with checksums are not written. */
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
     * Checks that what the driver writes is seen by executors and the other way round. In local mode there is nothing to check.
     *
     * @throws UserException if driver and executors do not share the directory
     */
    public void requireShared(JavaSparkContext spark) {
        if (spark.isLocal()) {
            return;
        }
        String token = UUID.randomUUID().toString();
        Path probe = new Path(path, ".probe-" + token);
        try {
            write(fileSystem, new Path(probe, "driver"), token);
            List<String> hosts = visit(spark, probe.toString());
            for (String host : hosts) {
                if (host.startsWith("!") || !fileSystem.exists(new Path(probe, host))) {
                    throw new UserException("the work directory " + path + " is not shared: what "
                            + (host.startsWith("!")
                                    ? "the driver wrote is not there for the executor " + host.substring(1)
                                    : "the executor " + host + " wrote is not there for the driver")
                            + ". On a cluster it must be on a file system that all machines see, such as hdfs:// or s3a://"
                            + " (output in the configuration)");
                }
            }
        } catch (IOException e) {
            throw new UserException("the work directory " + path + " cannot be written: " + e.getMessage(), e);
        } finally {
            deleteQuietly(probe);
        }
    }

    /** Every task names its executor, with an exclamation mark in front if it does not see the driver's file. */
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

    /** Writes a file under another name and renames it, so that a file that exists is whole. */
    public static void writeWhole(FileSystem fileSystem, Path file, String text) throws IOException {
        Path temporary = new Path(file.getParent(), "." + file.getName() + "-" + UUID.randomUUID());
        write(fileSystem, temporary, text);
        rename(fileSystem, temporary, file);
    }

    /** Puts a finished file in its place; another attempt of the same task may have done so before, with the same bytes. */
    public static void rename(FileSystem fileSystem, Path temporary, Path file) throws IOException {
        if (fileSystem.exists(file)) {
            fileSystem.delete(file, false);
        }
        if (!fileSystem.rename(temporary, file) && !fileSystem.exists(file)) {
            throw new IOException(temporary + " could not be renamed to " + file);
        }
    }

    /** The content of a directory; empty if there is none. */
    List<FileStatus> list(Path directory) throws IOException {
        return fileSystem.exists(directory) ? List.of(fileSystem.listStatus(directory)) : List.of();
    }

    private void deleteQuietly(Path directory) {
        try {
            fileSystem.delete(directory, true);
        } catch (IOException e) {
            LOG.warn("{} could not be deleted", directory, e);
        }
    }
}
