package io.credence.driver.data.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.driver.UserException;
import io.credence.driver.data.input.RowKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShardFileTest {
    private static final Fingerprint FINGERPRINT = new Fingerprint(-3, 7);
    private static final int FEATURES = 5;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 50_000})
    void writtenRows_areReadBackBitForBit(int rows) throws IOException {
        MappedShard shard = MappedShard.open(file(), write(rows));

        assertThat(shard.rows()).isEqualTo(rows);
        assertThat(shard.features()).isEqualTo(FEATURES);
        assertThat(shard.targets()).isEqualTo(1);
        float[] features = new float[FEATURES + 2];
        float[] target = new float[3];
        for (int row = rows - 1; row >= 0; row--) {
            shard.read(row, features, 1, target, 2);
            float[] expected = values(row);
            assertThat(Arrays.copyOfRange(features, 1, 1 + FEATURES)).isEqualTo(Arrays.copyOf(expected, FEATURES));
            assertThat(target[2]).isEqualTo(expected[FEATURES]);
            assertThat(shard.key(row)).isEqualTo(new RowKey(row, -row));
        }
        assertThat(features[0]).isZero();
        assertThat(features[FEATURES + 1]).isZero();
    }

    @Test
    void fileLength_followsFromTheLayout() throws IOException {
        ShardRef shard = write(50_000);
        assertThat(Files.size(file())).isEqualTo(shard.bytes());
        assertThat(shard.bytes()).isEqualTo(64 + 50_000L * (6 * 4 + 16) + 2 * 4 + 24);
    }

    @Test
    void anyAlteredByte_isDetected() throws IOException {
        ShardRef shard = write(40);
        byte[] whole = Files.readAllBytes(file());
        for (int position = 0; position < whole.length; position++) {
            byte[] altered = whole.clone();
            altered[position] ^= 0x10;
            Files.write(file(), altered);
            assertThatThrownBy(() -> MappedShard.open(file(), shard))
                    .as("byte %d", position)
                    .isInstanceOf(CorruptShardException.class)
                    .hasMessageContaining(shard.uri());
        }
    }

    @Test
    void anyTruncation_isDetected() throws IOException {
        ShardRef shard = write(20);
        byte[] whole = Files.readAllBytes(file());
        for (int length = 0; length < whole.length; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            ShardRef truncated = new ShardRef(shard.uri(), length, shard.rows(), FINGERPRINT);
            assertThatThrownBy(() -> MappedShard.open(file(), shard)).isInstanceOf(CorruptShardException.class);
            assertThatThrownBy(() -> MappedShard.open(file(), truncated)).isInstanceOf(CorruptShardException.class);
        }
    }

    @Test
    void randomBytes_areNeverAShard() throws IOException {
        Random random = new Random(1);
        for (int attempt = 0; attempt < 200; attempt++) {
            byte[] bytes = new byte[random.nextInt(400)];
            random.nextBytes(bytes);
            Files.write(file(), bytes);
            ShardRef expected = new ShardRef("noise", bytes.length, 3, FINGERPRINT);
            assertThatThrownBy(() -> MappedShard.open(file(), expected)).isInstanceOf(CorruptShardException.class);
        }
    }

    @Test
    void shardOfOtherData_isRejected() throws IOException {
        ShardRef shard = write(3);
        ShardRef other = new ShardRef(shard.uri(), shard.bytes(), shard.rows(), new Fingerprint(1, 1));
        assertThatThrownBy(() -> MappedShard.open(file(), other))
                .hasMessageContaining("belongs to the data set " + FINGERPRINT)
                .hasMessageContaining(new Fingerprint(1, 1).toString());
    }

    @Test
    void rowOfTheWrongWidth_isRejected() throws IOException {
        try (ShardWriter writer = writer(OutputStream.nullOutputStream())) {
            assertThatThrownBy(() -> writer.add(0, 0, new float[2])).hasMessageContaining("2 values; it must have 6");
        }
    }

    @Test
    void shardAboveTheSizeLimit_isRejectedWithTheReason() throws IOException {
        int wide = 1 << 20;
        ShardFile.Header header = new ShardFile.Header(wide, 1, FINGERPRINT);
        try (ShardWriter writer = new ShardWriter(OutputStream.nullOutputStream(), "wide", header)) {
            float[] row = new float[wide + 1];
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 65; i++) {
                            writer.add(i, i, row);
                        }
                    })
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("exceeds 256 MiB")
                    .hasMessageContaining("rows of one group");
        }
    }

    private Path file() {
        return directory.resolve("a.shard");
    }

    private ShardRef write(int rows) throws IOException {
        try (ShardWriter writer = writer(Files.newOutputStream(file()))) {
            for (int row = 0; row < rows; row++) {
                writer.add(row, -row, values(row));
            }
            assertThat(writer.finish()).isEqualTo(rows);
        }
        return new ShardRef(file().toUri().toString(), Files.size(file()), rows, FINGERPRINT);
    }

    private ShardWriter writer(OutputStream out) throws IOException {
        return new ShardWriter(out, "a.shard", new ShardFile.Header(FEATURES, 1, FINGERPRINT));
    }

    private static float[] values(int row) {
        float[] values = new float[FEATURES + 1];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(row * 31 + i);
        }
        return values;
    }
}
