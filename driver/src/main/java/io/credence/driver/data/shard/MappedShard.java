package io.credence.driver.data.shard;

import io.credence.driver.data.input.RowKey;
import io.credence.ensemble.encoding.Shard;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A shard whose file is mapped into memory. The operating system loads pages on access and evicts them under memory
 * pressure, so a data set may be larger than the heap and than physical memory. Thread-safe.
 */
public final class MappedShard implements Shard {
    private final int rows;
    private final int features;
    private final int targets;
    private final FloatBuffer values;
    private final ByteBuffer keys;

    private MappedShard(int rows, ShardFile.Header header, ByteBuffer file) {
        this.rows = rows;
        this.features = header.features();
        this.targets = header.targets();
        int bytes = rows * header.rowBytes();
        this.values = slice(file, ShardFile.HEADER_BYTES, bytes).asFloatBuffer();
        this.keys = slice(file, ShardFile.HEADER_BYTES + bytes, rows * ShardFile.KEY_BYTES);
    }

    /**
     * Maps a local file and verifies it completely: lengths, fingerprint and all checksums.
     *
     * @param file a complete shard file
     * @param expected the shard that the file must contain
     * @throws CorruptShardException if the file does not match
     */
    static MappedShard open(Path file, ShardRef expected) throws IOException {
        ByteBuffer bytes = map(file, expected);
        ShardFile.Header header = header(bytes, expected);
        int rows = rows(bytes, header, expected);
        verify(bytes, ShardFile.HEADER_BYTES + rows * (header.rowBytes() + ShardFile.KEY_BYTES), expected);
        return new MappedShard(rows, header, bytes);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int features() {
        return features;
    }

    /** Returns the number of targets in a row. */
    int targets() {
        return targets;
    }

    @Override
    public void read(int row, float[] features, int featuresOffset, float[] targets, int targetsOffset) {
        int start = row * (this.features + this.targets);
        values.get(start, features, featuresOffset, this.features);
        values.get(start + this.features, targets, targetsOffset, this.targets);
    }

    /** Returns the key of a row, by which {@code RowLookup} finds its original content. */
    public RowKey key(int row) {
        return new RowKey(
                keys.getLong(row * ShardFile.KEY_BYTES), keys.getLong(row * ShardFile.KEY_BYTES + Long.BYTES));
    }

    private static ByteBuffer map(Path file, ShardRef expected) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long bytes = channel.size();
            if (bytes != expected.bytes() || bytes > ShardFile.MAX_BYTES || bytes < ShardFile.fileBytes(0, 0)) {
                throw new CorruptShardException(
                        expected.uri(), "it has " + bytes + " bytes; it must have " + expected.bytes());
            }
            MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes);
            return map.order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private static ShardFile.Header header(ByteBuffer file, ShardRef expected) throws CorruptShardException {
        if (file.getLong(0) != ShardFile.HEADER_MAGIC) {
            throw new CorruptShardException(expected.uri(), "it does not start with the header of a shard file");
        }
        if (file.getInt(8) != ShardFile.VERSION) {
            throw new CorruptShardException(
                    expected.uri(), "its format has version " + file.getInt(8) + "; it must be " + ShardFile.VERSION);
        }
        Fingerprint fingerprint = new Fingerprint(file.getLong(20), file.getLong(28));
        if (!fingerprint.equals(expected.fingerprint())) {
            throw new CorruptShardException(
                    expected.uri(),
                    "it belongs to the data set " + fingerprint + "; it must belong to " + expected.fingerprint());
        }
        ShardFile.Header header = new ShardFile.Header(file.getInt(12), file.getInt(16), fingerprint);
        long widest = ShardFile.MAX_BYTES / Float.BYTES;
        if (header.features() < 0 || header.targets() < 0 || (long) header.features() + header.targets() > widest) {
            throw new CorruptShardException(
                    expected.uri(),
                    "it declares " + header.features() + " features and " + header.targets() + " targets");
        }
        return header;
    }

    private static int rows(ByteBuffer file, ShardFile.Header header, ShardRef expected) throws CorruptShardException {
        int trailer = file.limit() - ShardFile.TRAILER_BYTES;
        if (file.getLong(trailer + 16) != ShardFile.TRAILER_MAGIC) {
            throw new CorruptShardException(expected.uri(), "it does not end with the trailer of a shard file");
        }
        long rows = file.getLong(trailer);
        if (rows != expected.rows() || ShardFile.fileBytes(rows, header.rowBytes()) != file.limit()) {
            throw new CorruptShardException(
                    expected.uri(),
                    "it declares " + rows + " rows of " + header.rowBytes() + " bytes in " + file.limit()
                            + " bytes; it must have " + expected.rows() + " rows");
        }
        return (int) rows;
    }

    private static void verify(ByteBuffer file, int body, ShardRef expected) throws CorruptShardException {
        int trailer = file.limit() - ShardFile.TRAILER_BYTES;
        CRC32C crc = new CRC32C();
        crc.update(slice(file, body, trailer - body));
        crc.update(slice(file, trailer, 12));
        if ((int) crc.getValue() != file.getInt(trailer + 12)) {
            throw new CorruptShardException(expected.uri(), "its list of checksums is damaged");
        }
        for (int start = 0; start < body; start += ShardFile.CHECKSUM_BLOCK) {
            int length = Math.min(ShardFile.CHECKSUM_BLOCK, body - start);
            int stored = file.getInt(body + Integer.BYTES * (start / ShardFile.CHECKSUM_BLOCK));
            if (ShardFile.checksum(slice(file, start, length)) != stored) {
                throw new CorruptShardException(
                        expected.uri(),
                        "the checksum of bytes " + start + " to " + (start + length) + " does not match them");
            }
        }
    }

    private static ByteBuffer slice(ByteBuffer file, int start, int length) {
        return file.slice(start, length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
