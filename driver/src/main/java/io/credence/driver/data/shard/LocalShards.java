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
 * The shards that are available in this executor. Each shard is copied from the work directory to the local disk once,
 * verified, mapped into memory, and shared by all tasks of the executor. In local mode, shards on the local disk are
 * mapped in place.
 *
 * <p>Copies are below Spark's local directories ({@code spark.local.dir}, or those of the container), which the
 * cluster manager cleans up even if the executor is killed. An executor that shuts down normally deletes its copies
 * itself.
 */
public final class LocalShards {
    private static final Logger LOG = LoggerFactory.getLogger(LocalShards.class);

    /** The instance of this executor process. Tasks of an executor can share state only through a static field. */
    private static final LocalShards OF_THIS_EXECUTOR = new LocalShards();

    private final Map<ShardRef, Slot> slots = new ConcurrentHashMap<>();
    private final LocalCopies copies = new LocalCopies();

    private LocalShards() {}

    /**
     * Opens a shard. Concurrent callers for the same shard wait for a single copy.
     *
     * @param shard the shard to open
     * @param hadoop the configuration of its file system
     * @throws CorruptShardException if the file is damaged, and a second copy of it is too
     * @throws NoLocalRoomException if no local directory has room for a copy
     * @throws IOException if the file cannot be read
     */
    public static MappedShard open(ShardRef shard, Configuration hadoop) throws IOException {
        return OF_THIS_EXECUTOR.slots.computeIfAbsent(shard, Slot::new).open(hadoop);
    }

    /** Releases all shards of a data set and deletes their copies. Tasks that still read them are not affected. */
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
     * Releases the shards of a data set on all executors. An executor that is busy or unreachable keeps its copies
     * until it shuts down, so a failure is only logged.
     */
    public static void releaseEverywhere(JavaSparkContext spark, Fingerprint fingerprint) {
        try {
            EveryExecutor.run(spark, () -> release(fingerprint));
        } catch (Exception e) { // Scala's checked exceptions, such as SparkException, are not declared
            LOG.warn("Executors could not delete their copies of shards; they do so when they shut down", e);
        }
    }

    /** One shard with its lock, its local copy and its mapping. */
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
                LOG.warn("The local copy may be damaged; copying the shard again: {}", e.getMessage());
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
