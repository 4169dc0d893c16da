package io.credence.driver.data.shard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The layout of a shard file. All values are little-endian. Rows are contiguous, so the address of a row in a mapped
 * file follows from its number.
 *
 * <pre>
 * header, 64 bytes   magic int64 | version int32 | features int32 | targets int32 | fingerprint 2 x int64 | zeros
 * rows               rows x (features, targets) float32
 * keys               rows x (high, low) int64: the hash of the original content of the row
 * checksums          one CRC-32C, int32, for each MiB of the above; the last block may be shorter
 * trailer, 24 bytes  rows int64 | number of checksums int32 | CRC-32C int32 | magic int64
 * </pre>
 *
 * The CRC-32C in the trailer covers the checksums and the 12 bytes before it.
 *
 * <p>The number of rows is in the trailer because the writer learns it last, and Hadoop's streams cannot seek back.
 * Training does not read the keys, so they are kept apart from the pages of the rows.
 */
final class ShardFile {
    static final long HEADER_MAGIC = 0x4452_4853_4445_5243L; // "CREDSHRD"
    static final long TRAILER_MAGIC = 0x4445_5243_4e44_4853L; // "SHDNCRED"
    static final int VERSION = 1;
    static final int HEADER_BYTES = 64;
    static final int KEY_BYTES = 2 * Long.BYTES;
    static final int TRAILER_BYTES = 24;
    static final int CHECKSUM_BLOCK = 1 << 20;

    /** The maximum size of a shard. A mapped file must be smaller than 2 GiB, and a task keeps several open. */
    static final long MAX_BYTES = 256L << 20;

    private ShardFile() {}

    /** The header of a file. */
    record Header(int features, int targets, Fingerprint fingerprint) {
        int rowBytes() {
            return Float.BYTES * (features + targets);
        }

        ByteBuffer toBytes() {
            return allocate(HEADER_BYTES)
                    .putLong(HEADER_MAGIC)
                    .putInt(VERSION)
                    .putInt(features)
                    .putInt(targets)
                    .putLong(fingerprint.high())
                    .putLong(fingerprint.low())
                    .rewind();
        }
    }

    /** Returns the length of a file with {@code rows} rows of {@code rowBytes} bytes. */
    static long fileBytes(long rows, int rowBytes) {
        long body = HEADER_BYTES + rows * (rowBytes + KEY_BYTES);
        return body + Integer.BYTES * checksums(body) + TRAILER_BYTES;
    }

    /** Returns the number of checksums for {@code body} bytes of header, rows and keys. */
    static long checksums(long body) {
        return (body + CHECKSUM_BLOCK - 1) / CHECKSUM_BLOCK;
    }

    static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
