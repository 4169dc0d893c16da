package io.credence.ensemble.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes float32 tensors in the safetensors format (github.com/huggingface/safetensors): the length of the header as
 * eight little-endian bytes, the header in JSON, then the values of all tensors without gaps. Tensors are ordered by
 * name, and the header is padded with spaces to a multiple of eight bytes, so equal tensors produce identical files.
 */
public final class SafetensorsWriter implements Closeable {
    static final int ALIGNMENT = 8;
    static final String METADATA = "__metadata__";
    private static final int CHUNK = 1 << 14;

    private final OutputStream out;
    private final List<TensorInfo> tensors;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private int written;

    /**
     * Writes the header.
     *
     * @param out closed with this writer
     * @param tensors the tensors to write, in any order
     * @param metadata free-form entries for readers of the file
     * @throws IllegalArgumentException if two tensors have the same name
     */
    public SafetensorsWriter(OutputStream out, Collection<TensorInfo> tensors, Map<String, String> metadata)
            throws IOException {
        this.out = out;
        this.tensors =
                tensors.stream().sorted(Comparator.comparing(TensorInfo::name)).toList();
        byte[] header = header(metadata).toString().getBytes(StandardCharsets.UTF_8);
        int length = (header.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        out.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(0, length)
                .array());
        out.write(header);
        out.write(" ".repeat(length - header.length).getBytes(StandardCharsets.US_ASCII));
    }

    private ObjectNode header(Map<String, String> metadata) {
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        if (!metadata.isEmpty()) {
            ObjectNode strings = header.putObject(METADATA);
            new TreeMap<>(metadata).forEach(strings::put);
        }
        long begin = 0;
        for (TensorInfo tensor : tensors) {
            if (header.has(tensor.name())) {
                throw new IllegalArgumentException("two tensors are called " + tensor.name());
            }
            ObjectNode entry = header.putObject(tensor.name());
            entry.put("dtype", "F32");
            tensor.shape().forEach(entry.putArray("shape")::add);
            long end = begin + (long) tensor.size() * Float.BYTES;
            entry.putArray("data_offsets").add(begin).add(end);
            begin = end;
        }
        return header;
    }

    /** Returns the tensors in the order in which they must be written. */
    public List<TensorInfo> tensors() {
        return tensors;
    }

    /**
     * Writes the values of the next tensor.
     *
     * @param name the name of the next tensor in {@link #tensors}
     * @param values contains the tensor's values starting at {@code offset}
     */
    public void write(String name, float[] values, int offset) throws IOException {
        TensorInfo tensor = written < tensors.size() ? tensors.get(written) : null;
        if (tensor == null || !tensor.name().equals(name)) {
            throw new IllegalStateException("the next tensor to write is " + tensor + ", not " + name);
        }
        for (int done = 0; done < tensor.size(); done += CHUNK) {
            int count = Math.min(CHUNK, tensor.size() - done);
            chunk.asFloatBuffer().put(values, offset + done, count);
            out.write(chunk.array(), 0, count * Float.BYTES);
        }
        written++;
    }

    /**
     * Closes the file.
     *
     * @throws IllegalStateException if a tensor was not written
     */
    @Override
    public void close() throws IOException {
        out.close();
        if (written < tensors.size()) {
            throw new IllegalStateException("closed before " + tensors.get(written) + " was written");
        }
    }
}
