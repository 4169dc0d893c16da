package io.credence.spark.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * The single Spark context of this JVM. Consecutive test classes with equal settings share it. A new one is created if
 * the settings differ or a test has stopped it.
 */
final class SharedContext implements AutoCloseable {
    private static final Duration EXECUTORS_START_WITHIN = Duration.ofMinutes(2);

    private SparkSettings settings;
    private SparkSession root;
    private Path warehouse;

    /** Creates a new session for a test class, and makes it the active and the default session. */
    SparkSession newSession(SparkSettings required) {
        if (root == null || root.sparkContext().isStopped() || !required.equals(settings)) {
            close();
            start(required);
        }
        SparkSession session = root.newSession();
        SparkSession.setDefaultSession(session);
        SparkSession.setActiveSession(session);
        return session;
    }

    private void start(SparkSettings required) {
        if (required.executors() > 0) {
            SparkHome.ofThisProcess().create();
        }
        settings = required;
        warehouse = temporaryDirectory();
        SparkSession.Builder builder = SparkSession.builder()
                .appName("tests")
                .config("spark.sql.warehouse.dir", warehouse.toUri().toString());
        required.conf().forEach(builder::config);
        root = builder.getOrCreate();
        awaitExecutors(required.executors());
    }

    private void awaitExecutors(int required) {
        Instant deadline = Instant.now().plus(EXECUTORS_START_WITHIN);
        while (executors() < required) {
            if (Instant.now().isAfter(deadline)) {
                int found = executors();
                close();
                throw new IllegalStateException("%d of %d executors came up within %s; their logs are in %s/work"
                        .formatted(found, required, EXECUTORS_START_WITHIN, System.getenv(SparkHome.VARIABLE)));
            }
            sleep();
        }
    }

    private int executors() {
        return root.sparkContext().statusTracker().getExecutorInfos().length - 1;
    }

    private static void sleep() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for executors", e);
        }
    }

    @Override
    public void close() {
        if (root == null) {
            return;
        }
        root.stop();
        SparkSession.clearActiveSession();
        SparkSession.clearDefaultSession();
        root = null;
        delete(warehouse);
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("spark-warehouse");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary directory for the warehouse", e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be deleted", e);
        }
    }
}
