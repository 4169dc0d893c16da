package io.credence.ensemble.model;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SortedMap;

/**
 * Reads float32 tensors in the safetensors format as a stream, see {@link SafetensorsWriter}. Every length is checked against
 * the file's before it is believed, so a damaged file costs no more memory than its own size.
 */
public final class SafetensorsReader implements Closeable {
    /** The longest header that the format's own library accepts. */
    static final long LONGEST_HEADER = 100_000_000;

    private static final int CHUNK = 1 << 14;

    private final String file;
    private final InputStream in;
    private final SafetensorsHeader header;
    private final byte[] chunk = new byte[CHUNK * Float.BYTES];
    private int read;

    /**
     * Reads and checks the header.
     *
     * @param file its name in messages
     * @param in the file from its start; closed together with this reader
     * @param length the file's length in bytes
     * @throws ModelFormatException if the header is damaged or does not agree with the file's length
     */
    public SafetensorsReader(String file, InputStream in, long length) throws IOException {
        this.file = file;
        this.in = in;
        long headerLength = ByteBuffer.wrap(bytes(Long.BYTES, "the length of the header"))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        long most = Math.min(LONGEST_HEADER, length - Long.BYTES);
        if (headerLength < 2 || headerLength > most) {
            throw new ModelFormatException(
                    file, "the header's length is " + headerLength + "; it must be from 2 to " + most);
        }
        byte[] json = bytes((int) headerLength, "the header");
        this.header = SafetensorsHeader.parse(file, json, length - Long.BYTES - headerLength);
    }

    /** The tensors in the order in which they must be read. */
    public List<TensorInfo> tensors() {
        return header.tensors();
    }

    /** Free text that the writer left. */
    public SortedMap<String, String> metadata() {
        return header.metadata();
    }

    /**
     * Reads the values of the next tensor.
     *
     * @param name must be the name of the next of {@link #tensors}
     * @param values receive the tensor's values from {@code offset} on
     * @throws ModelFormatException if the file ends too early
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
