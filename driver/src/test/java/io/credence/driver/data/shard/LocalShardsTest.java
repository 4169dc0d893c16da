package io.credence.driver.data.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.driver.data.DataFiles;
import io.credence.driver.data.PreparedData;
import io.credence.ensemble.specification.Task;
import io.credence.spark.testing.SparkTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.Seekable;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.Utils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of shards through a file system that flips bits. */
@SparkTest
class LocalShardsTest {
    private static final AtomicInteger DAMAGED = new AtomicInteger();

    private final Configuration hadoop = new Configuration();
    private ShardRef shard;

    @TempDir
    private Path directory;

    @BeforeEach
    void prepare(SparkSession spark) {
        PreparedData cars = new DataFiles(directory, spark)
                .prepare(DataFiles.csv(DataFiles.CARS.toAbsolutePath(), "mpg"), Task.REGRESSION);
        ShardRef plain = cars.train().shards().get(0);
        shard = new ShardRef("flaky:" + DataFiles.path(plain), plain.bytes(), plain.rows(), plain.fingerprint());
        hadoop.setClass("fs.flaky.impl", Flaky.class, RawLocalFileSystem.class);
        hadoop.setBoolean("fs.flaky.impl.disable.cache", true);
    }

    @Test
    void open_copyDamagedOnce_isCopiedAgain() throws IOException {
        DAMAGED.set(1);
        assertThat(LocalShards.open(shard, hadoop).rows()).isEqualTo(shard.rows());
        assertThat(copies()).hasSize(1);
        LocalShards.release(shard.fingerprint());
        assertThat(copies()).isEmpty();
    }

    @Test
    void open_copyDamagedTwice_isRejected_andLeavesNoCopy() throws IOException {
        DAMAGED.set(2);
        assertThatThrownBy(() -> LocalShards.open(shard, hadoop))
                .isInstanceOf(CorruptShardException.class)
                .hasMessageContaining("the shard " + shard.uri() + " cannot be used");
        assertThat(copies()).isEmpty();
        assertThat(LocalShards.open(shard, hadoop).rows()).isEqualTo(shard.rows());
        LocalShards.release(shard.fingerprint());
    }

    private static List<Path> copies() throws IOException {
        Path root = Path.of(Utils.getLocalDir(SparkEnv.get().conf()));
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".shard")).toList();
        }
    }

    /** The local file system under another scheme, with one bit flipped in the next {@link #DAMAGED} files. */
    public static final class Flaky extends RawLocalFileSystem {
        @Override
        public String getScheme() {
            return "flaky";
        }

        @Override
        public URI getUri() {
            return URI.create("flaky:///");
        }

        @Override
        public FSDataInputStream open(org.apache.hadoop.fs.Path file, int bufferSize) throws IOException {
            byte[] bytes = Files.readAllBytes(Path.of(file.toUri().getPath()));
            bytes[bytes.length / 2] ^= (byte) (DAMAGED.getAndUpdate(left -> Math.max(0, left - 1)) > 0 ? 1 : 0);
            return new FSDataInputStream(new Bytes(bytes));
        }
    }

    /** An in-memory stream with the interfaces that Hadoop requires. */
    private static final class Bytes extends ByteArrayInputStream implements Seekable, PositionedReadable {
        Bytes(byte[] bytes) {
            super(bytes);
        }

        @Override
        public void seek(long position) {
            pos = (int) position;
        }

        @Override
        public long getPos() {
            return pos;
        }

        @Override
        public boolean seekToNewSource(long target) {
            return false;
        }

        @Override
        public int read(long position, byte[] buffer, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void readFully(long position, byte[] buffer, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void readFully(long position, byte[] buffer) {
            throw new UnsupportedOperationException();
        }
    }
}
