package io.credence.driver.data.shard;

import io.credence.driver.UserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Writes a {@link ShardFile}. The caller adds rows in the order of their keys. */
final class ShardWriter implements AutoCloseable {
    private final OutputStream out;
    private final String name;
    private final ShardFile.Header header;
    private final ByteBuffer block = ShardFile.allocate(ShardFile.CHECKSUM_BLOCK);
    private final ByteBuffer row;
    private final ByteBuffer key = ShardFile.allocate(ShardFile.KEY_BYTES);
    private final ByteArrayOutputStream keys = new ByteArrayOutputStream();
    private final ByteArrayOutputStream checksums = new ByteArrayOutputStream();
    private long rows;

    ShardWriter(OutputStream out, String name, ShardFile.Header header) throws IOException {
        this.out = out;
        this.name = name;
        this.header = header;
        this.row = ShardFile.allocate(header.rowBytes());
        put(header.toBytes());
    }

    /**
     * Adds a row.
     *
     * @param values the features, then the targets
     */
    void add(long keyHigh, long keyLow, float[] values) throws IOException {
        if (values.length != header.features() + header.targets()) {
            throw new IllegalArgumentException("a row of " + name + " has " + values.length + " values; it must have "
                    + (header.features() + header.targets()));
        }
        rows++;
        if (ShardFile.fileBytes(rows, header.rowBytes()) > ShardFile.MAX_BYTES) {
            throw new UserException("the shard " + name + " exceeds " + (ShardFile.MAX_BYTES >> 20)
                    + " MiB, because too many rows of one group or one fold belong to it");
        }
        row.clear();
        row.asFloatBuffer().put(values);
        put(row);
        key.clear().putLong(keyHigh).putLong(keyLow);
        keys.write(key.array());
    }

    /** Writes keys, checksums and trailer, closes the file, and returns the number of rows. */
    int finish() throws IOException {
        put(ByteBuffer.wrap(keys.toByteArray()));
        flushBlock();
        int count = checksums.size() / Integer.BYTES;
        ByteBuffer trailer =
                ShardFile.allocate(ShardFile.TRAILER_BYTES).putLong(rows).putInt(count);
        CRC32C crc = new CRC32C();
        crc.update(checksums.toByteArray());
        crc.update(trailer.array(), 0, trailer.position());
        trailer.putInt((int) crc.getValue()).putLong(ShardFile.TRAILER_MAGIC);
        checksums.writeTo(out);
        out.write(trailer.array());
        out.close();
        return Math.toIntExact(rows);
    }

    private void put(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int length = Math.min(bytes.remaining(), block.remaining());
            block.put(bytes.slice(bytes.position(), length));
            bytes.position(bytes.position() + length);
            if (!block.hasRemaining()) {
                flushBlock();
            }
        }
    }

    private void flushBlock() throws IOException {
        block.flip();
        if (block.hasRemaining()) {
            ByteBuffer crc = ShardFile.allocate(Integer.BYTES).putInt(ShardFile.checksum(block.duplicate()));
            checksums.write(crc.array());
            out.write(block.array(), 0, block.limit());
        }
        block.clear();
    }

    /** Closes the stream. Without a prior {@link #finish}, the file is incomplete. */
    @Override
    public void close() throws IOException {
        out.close();
    }
}
