package io.credence.ensemble.checkpoint;

import io.credence.ensemble.binding.InvalidDocumentException;
import io.credence.ensemble.binding.JsonRecords;
import io.credence.ensemble.model.ModelFormatException;
import io.credence.ensemble.model.SafetensorsReader;
import io.credence.ensemble.model.SafetensorsWriter;
import io.credence.ensemble.model.TensorInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A JSON document and a few arrays in one file with a checksum. It is a safetensors file with the document in its
 * metadata. Its last tensor is the SHA-256 of all bytes before it, one float per byte of the hash. The file is
 * therefore written and checked in one pass, and any program that reads safetensors can read it.
 *
 * @param document the JSON text
 * @param tensors the arrays by name
 */
record CheckedTensors(String document, SortedMap<String, float[]> tensors) {
    private static final String FORMAT = "format";
    private static final String VERSION = "version";
    private static final String DOCUMENT = "document";
    private static final String NEWEST = "1";

    /** Sorts after all other names, so that it is the last tensor of the file. */
    private static final String HASH = "~sha256";

    private static final int HASH_LENGTH = 32;

    /** Converts a document to a value. */
    @FunctionalInterface
    interface Decoder<D, T> {
        T decode(D document) throws ModelFormatException;
    }

    /**
     * Writes the file.
     *
     * @param format the kind of file
     * @param out closed afterwards
     */
    void write(String format, OutputStream out) throws IOException {
        List<TensorInfo> infos = new ArrayList<>();
        tensors.forEach((name, values) -> infos.add(new TensorInfo(name, List.of(values.length))));
        infos.add(new TensorInfo(HASH, List.of(HASH_LENGTH)));
        Map<String, String> metadata = Map.of(FORMAT, format, VERSION, NEWEST, DOCUMENT, document);
        MessageDigest digest = sha256();
        try (SafetensorsWriter writer = new SafetensorsWriter(new DigestOutputStream(out, digest), infos, metadata)) {
            for (Map.Entry<String, float[]> tensor : tensors.entrySet()) {
                writer.write(tensor.getKey(), tensor.getValue(), 0);
            }
            writer.write(HASH, floats(digest.digest()), 0);
        }
    }

    /**
     * Reads and checks the whole file.
     *
     * @param format the required kind of file
     * @param file the name of the file in messages
     * @param in the file from its start; closed afterwards
     * @param length the file's length in bytes
     * @throws ModelFormatException if the file is of another kind or version, truncated or altered
     */
    static CheckedTensors read(String format, String file, InputStream in, long length) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream digested = new DigestInputStream(in, digest);
                SafetensorsReader reader = new SafetensorsReader(file, digested, length)) {
            requireMetadata(file, reader.metadata(), FORMAT, format);
            requireMetadata(file, reader.metadata(), VERSION, NEWEST);
            SortedMap<String, float[]> tensors = new TreeMap<>();
            byte[] hash = null;
            for (TensorInfo tensor : reader.tensors()) {
                hash = tensor.name().equals(HASH) ? digest.digest() : null;
                float[] values = new float[tensor.size()];
                reader.read(tensor.name(), values, 0);
                tensors.put(tensor.name(), values);
            }
            if (hash == null || !Arrays.equals(tensors.remove(HASH), floats(hash))) {
                throw new ModelFormatException(
                        file, "does not end with the SHA-256 of its contents, so it has been altered");
            }
            return new CheckedTensors(reader.metadata().getOrDefault(DOCUMENT, ""), tensors);
        }
    }

    /**
     * Binds the document to a record and converts it to a value.
     *
     * @param file the name of the file in messages
     * @param type the record
     * @param decoder may throw an {@link IllegalArgumentException} if values are inconsistent
     * @throws ModelFormatException if the document does not match the record, or its values are inconsistent
     */
    <D, T> T decode(String file, Class<D> type, Decoder<D, T> decoder) throws ModelFormatException {
        try {
            return decoder.decode(JsonRecords.bind(JsonRecords.parse(document.getBytes(StandardCharsets.UTF_8)), type));
        } catch (InvalidDocumentException e) {
            throw new ModelFormatException(file, e);
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(file, e.getMessage());
        }
    }

    /**
     * Returns an array by its name.
     *
     * @throws ModelFormatException if it is missing
     */
    float[] tensor(String file, String name) throws ModelFormatException {
        float[] values = tensors.get(name);
        if (values == null) {
            throw new ModelFormatException(file, "has the tensors " + tensors.keySet() + "; it must have " + name);
        }
        return values;
    }

    private static void requireMetadata(String file, Map<String, String> metadata, String key, String value)
            throws ModelFormatException {
        if (!value.equals(metadata.get(key))) {
            throw new ModelFormatException(
                    file, "__metadata__." + key + " is " + metadata.get(key) + "; it must be " + value);
        }
    }

    private static float[] floats(byte[] hash) {
        float[] floats = new float[hash.length];
        for (int i = 0; i < hash.length; i++) {
            floats[i] = Byte.toUnsignedInt(hash[i]);
        }
        return floats;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
