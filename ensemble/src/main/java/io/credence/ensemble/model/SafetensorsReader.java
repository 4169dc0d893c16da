package io.credence.ensemble.model;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SortedMap;

/**
 * Reads float32 tensors in the safetensors format as a stream; see {@link SafetensorsWriter}. Every length is checked
 * against the length of the file before memory is allocated, so a damaged file cannot cause allocations larger than
 * itself.
 */
public final class SafetensorsReader implements Closeable {
    /** The maximum length of a header that the format's reference library accepts. */
    static final long MAX_HEADER_BYTES = 100_000_000;

    private static final int CHUNK = 1 << 14;

    private final String file;
    private final InputStream in;
    private final SafetensorsHeader header;
    private final byte[] chunk = new byte[CHUNK * Float.BYTES];
    private int read;

    /**
     * Reads and checks the header.
     *
     * @param file the file's name in messages
     * @param in the file from its start; closed with this reader
     * @param length the file's length in bytes
     * @throws ModelFormatException if the header is damaged or contradicts the file's length
     */
    public SafetensorsReader(String file, InputStream in, long length) throws IOException {
        this.file = file;
        this.in = in;
        long headerLength = ByteBuffer.wrap(bytes(Long.BYTES, "the length of the header"))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        long max = Math.min(MAX_HEADER_BYTES, length - Long.BYTES);
        if (headerLength < 2 || headerLength > max) {
            throw new ModelFormatException(
                    file, "the header's length is " + headerLength + "; it must be from 2 to " + max);
        }
        byte[] json = bytes((int) headerLength, "the header");
        this.header = SafetensorsHeader.parse(file, json, length - Long.BYTES - headerLength);
    }

    /** Returns the tensors in the order in which they must be read. */
    public List<TensorInfo> tensors() {
        return header.tensors();
    }

    /** Returns the free-form entries of the header. */
    public SortedMap<String, String> metadata() {
        return header.metadata();
    }

    /**
     * Reads the values of the next tensor.
     *
     * @param name the name of the next tensor in {@link #tensors}
     * @param values receives the tensor's values starting at {@code offset}
     * @throws ModelFormatException if the file ends prematurely
     */
    public void read(String name, float[] values, int offset) throws IOException {
        TensorInfo tensor = read < tensors().size() ? tensors().get(read) : null;
        if (tensor == null || !tensor.name().equals(name)) {
            throw new IllegalStateException("the next tensor to read is " + tensor + ", not " + name);
        }
        ByteBuffer floats = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
        for (int done = 0; done < tensor.size(); done += CHUNK) {
            int count = Math.min(CHUNK, tensor.size() - done);
            if (in.readNBytes(chunk, 0, count * Float.BYTES) < count * Float.BYTES) {
                throw new ModelFormatException(file, "ends inside " + name + "; it is truncated");
            }
            floats.asFloatBuffer().get(values, offset + done, count);
        }
        read++;
    }

    private byte[] bytes(int length, String what) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new ModelFormatException(
                    file, "ends inside " + what + ", which takes " + length + " bytes; it is truncated");
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
