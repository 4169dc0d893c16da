package io.credence.driver.data.shard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.Utils$;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shards that this executor has at hand: each is copied from the work directory to the local disk once, checked, mapped, and
 * then shared by all tasks of the executor. In local mode a shard on the local disk is mapped where it is.
 *
 * <p>Copies lie below one of Spark's own local directories ({@code spark.local.dir}, or the container's), which the cluster manager clears
 * even after an executor was killed; an executor that ends in order removes them itself.
 */
public final class LocalShards {
    private static final Logger LOG = LoggerFactory.getLogger(LocalShards.class);

    /** One per executor, that is per process: what the tasks of an executor share has no other place to be. */
    private static final LocalShards OF_THIS_EXECUTOR = new LocalShards();

    private final Map<ShardRef, Slot> slots = new ConcurrentHashMap<>();
    private final LocalCopies copies = new LocalCopies();

    private LocalShards() {}

    /**
     * The rows of a shard. The first caller waits for the copy; so do others that ask for the same shard meanwhile.
     *
     * @param shard where the shard is
     * @param hadoop how its file system is reached
     * @throws CorruptShardException if the file is not the whole, unaltered shard, nor is a second copy of it
     * @throws NoLocalRoomException if no local directory takes a copy of it
     * @throws IOException if it cannot be read
     */
    public static MappedShard open(ShardRef shard, Configuration hadoop) throws IOException {
        return OF_THIS_EXECUTOR.slots.computeIfAbsent(shard, Slot::new).open(hadoop);
    }

    /** Forgets all shards of a data set and removes their copies; tasks that still read them are not disturbed. */
    public static void release(Fingerprint fingerprint) throws IOException {
        for (ShardRef shard : OF_THIS_EXECUTOR.slots.keySet()) {
            if (shard.fingerprint().equals(fingerprint)) {
                Slot slot = OF_THIS_EXECUTOR.slots.remove(shard);
                if (slot != null) {
                    slot.removeCopy();
                }
            }
        }
    }

    /**
     * Does so on all executors. What one of them keeps nonetheless, because it is busy or cannot be reached, it removes when it ends: so a failure
     * is worth a warning.
     */
    public static void releaseEverywhere(JavaSparkContext spark, Fingerprint fingerprint) {
        try {
            EveryExecutor.run(spark, () -> release(fingerprint));
        } catch (Exception e) { // Scala's checked exceptions, such as SparkException, are not declared
            LOG.warn("Executors keep their copies of shards until they end", e);
        }
    }

    /** One shard: its lock, its copy and its mapping. */
    private static final class Slot {
        private final ShardRef shard;
        private MappedShard mapped;
        private Path copy;

        Slot(ShardRef shard) {
            this.shard = shard;
        }

        synchronized MappedShard open(Configuration hadoop) throws IOException {
            if (mapped == null) {
                mapped = map(hadoop);
            }
            return mapped;
        }

        synchronized void removeCopy() throws IOException {
            if (copy != null) {
                Files.deleteIfExists(copy);
            }
        }

        private MappedShard map(Configuration hadoop) throws IOException {
            org.apache.hadoop.fs.Path source = new org.apache.hadoop.fs.Path(shard.uri());
            FileSystem fileSystem = source.getFileSystem(hadoop);
            boolean localMode = "driver".equals(SparkEnv.get().executorId());
            if (localMode && "file".equals(fileSystem.getUri().getScheme())) {
                return MappedShard.open(
                        Path.of(fileSystem.makeQualified(source).toUri().getPath()), shard);
            }
            try {
                return mapCopy(fileSystem);
            } catch (CorruptShardException e) {
                LOG.warn("It may be its copy that was damaged, so the shard is copied once more: {}", e.getMessage());
                return mapCopy(fileSystem);
            }
        }

        private MappedShard mapCopy(FileSystem fileSystem) throws IOException {
            List<Path> roots = Stream.of(Utils$.MODULE$.getOrCreateLocalRootDirs(
                            SparkEnv.get().conf()))
                    .map(Path::of)
                    .toList();
            Path target = OF_THIS_EXECUTOR.copies.copy(shard, fileSystem, roots);
            try {
                MappedShard whole = MappedShard.open(target, shard);
                copy = target;
                return whole;
            } catch (IOException e) {
                Files.deleteIfExists(target);
                throw e;
            }
        }
    }
}
