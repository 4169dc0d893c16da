package io.credence.driver.data.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The choice of the local directory for a copy. A regular file plays the role of a full directory. */
class LocalCopiesTest {
    private final LocalCopies copies = new LocalCopies();
    private FileSystem fileSystem;
    private Path full;
    private Path free;

    @TempDir
    private Path directory;

    @BeforeEach
    void makeDirectories() throws IOException {
        fileSystem = FileSystem.getLocal(new Configuration());
        full = Files.createFile(directory.resolve("full"));
        free = Files.createDirectory(directory.resolve("free"));
    }

    @Test
    void copy_firstDirectoryFull_goesToTheNext() throws IOException {
        Path source = Files.write(directory.resolve("x.shard"), new byte[] {1, 2, 3});
        Path copy = copies.copy(shard(source), fileSystem, List.of(full, free));
        assertThat(copy).startsWith(free).hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(copies.copy(shard(source), fileSystem, List.of(free)).getParent())
                .isEqualTo(copy.getParent());
    }

    @Test
    void copy_allDirectoriesFull_namesThemAll() throws IOException {
        Path source = Files.write(directory.resolve("x.shard"), new byte[3]);
        Path other = Files.createFile(directory.resolve("other"));
        assertThatThrownBy(() -> copies.copy(shard(source), fileSystem, List.of(full, other)))
                .isInstanceOf(NoLocalRoomException.class)
                .hasMessageContaining("x.shard (3 bytes) could not be copied to " + full + ": ")
                .hasMessageContaining("nor to " + other + ": ")
                .hasMessageContaining("spark.local.dir");
    }

    /** A missing shard is no reason to try another directory or executor. */
    @Test
    void copy_missingShard_isNotFound() {
        assertThatThrownBy(() -> copies.copy(shard(directory.resolve("none")), fileSystem, List.of(free)))
                .isInstanceOf(FileNotFoundException.class);
    }

    private static ShardRef shard(Path file) {
        return new ShardRef(file.toUri().toString(), 3, 1, new Fingerprint(1, 2));
    }
}
