package io.credence.driver.data.shard;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;

/**
 * The local copies of shards that an executor makes. They are in a directory {@code credence-shards-*} below a local
 * directory, which the executor deletes when it shuts down normally.
 */
final class LocalCopies {
    private static final String PREFIX = "credence-shards-";
    private static final int BUFFER_BYTES = 1 << 16;

    private final Map<Path, Path> directories = new HashMap<>();

    /**
     * Copies a shard to the first local directory that has room.
     *
     * @param roots the local directories of the executor
     * @throws NoLocalRoomException if no directory has room
     * @throws IOException if the shard cannot be read
     */
    Path copy(ShardRef shard, FileSystem fileSystem, List<Path> roots) throws IOException {
        List<String> failures = new ArrayList<>();
        for (Path root : roots) {
            try {
                return copy(shard, fileSystem, root);
            } catch (UnwritableException e) {
                failures.add(root + ": " + e.getMessage());
            }
        }
        throw new NoLocalRoomException(shard, String.join(", nor to ", failures));
    }

    private Path copy(ShardRef shard, FileSystem fileSystem, Path root) throws IOException {
        try (InputStream in = fileSystem.open(new org.apache.hadoop.fs.Path(shard.uri()))) {
            Path target = writing(() -> directory(root)).resolve(UUID.randomUUID() + ".shard");
            try {
                copy(in, target);
            } catch (IOException e) {
                Files.deleteIfExists(target);
                throw e;
            }
            return target;
        }
    }

    private static void copy(InputStream in, Path target) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        OutputStream out = writing(() -> Files.newOutputStream(target));
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                int bytes = count;
                writing(() -> {
                    out.write(buffer, 0, bytes);
                    return out;
                });
            }
        } finally {
            writing(() -> {
                out.close();
                return out;
            });
        }
    }

    private synchronized Path directory(Path root) throws IOException {
        Path known = directories.get(root);
        if (known == null || !Files.isDirectory(known)) {
            Path created = Files.createTempDirectory(root, PREFIX);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(created), "credence-shards-cleanup"));
            directories.put(root, created);
            return created;
        }
        return known;
    }

    private static void remove(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the local copies of shards in " + directory + " could not be removed", e);
        }
    }

    private static <T> T writing(Writing<T> step) throws UnwritableException {
        try {
            return step.run();
        } catch (IOException e) {
            throw new UnwritableException(e);
        }
    }

    /** A step that fails only because of the local disk. */
    @FunctionalInterface
    private interface Writing<T> {
        T run() throws IOException;
    }

    /** Thrown when the local disk fails, not the source of the copy. */
    private static final class UnwritableException extends IOException {
        private static final long serialVersionUID = 1L;

        UnwritableException(IOException cause) {
            super(cause.toString(), cause);
        }
    }
}
