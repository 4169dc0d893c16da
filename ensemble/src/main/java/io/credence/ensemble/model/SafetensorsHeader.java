package io.credence.ensemble.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.credence.ensemble.binding.InvalidDocumentException;
import io.credence.ensemble.binding.JsonRecords;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The header of a safetensors file, checked against the file's length. The size of each tensor matches its shape, and
 * the values of all tensors fill the rest of the file without gaps or overlaps.
 *
 * @param tensors the tensors in the order of their values in the file
 * @param metadata free-form entries
 */
record SafetensorsHeader(List<TensorInfo> tensors, SortedMap<String, String> metadata) {

    /** A tensor with the range of its bytes after the header. */
    private record Placed(TensorInfo tensor, long begin, long end) {}

    /**
     * Parses and checks a header.
     *
     * @param file the file's name in messages
     * @param json the header's bytes
     * @param dataLength the number of bytes after the header
     */
    static SafetensorsHeader parse(String file, byte[] json, long dataLength) throws ModelFormatException {
        if (json.length == 0 || json[0] != '{') {
            throw new ModelFormatException(file, "the header is not JSON; it must begin with {");
        }
        JsonNode header;
        try {
            header = JsonRecords.parse(json);
        } catch (InvalidDocumentException e) {
            throw new ModelFormatException(file, new InvalidDocumentException("the header", e.problem(), e));
        }
        List<Placed> placed = new ArrayList<>();
        SortedMap<String, String> metadata = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : header.properties()) {
            if (field.getKey().equals(SafetensorsWriter.METADATA)) {
                readMetadata(file, field.getValue(), metadata);
            } else {
                placed.add(readTensor(file, field.getKey(), field.getValue()));
            }
        }
        placed.sort(Comparator.comparingLong(Placed::begin).thenComparingLong(Placed::end));
        requireNoGaps(file, placed, dataLength);
        return new SafetensorsHeader(
                placed.stream().map(Placed::tensor).toList(), Collections.unmodifiableSortedMap(metadata));
    }

    private static void readMetadata(String file, JsonNode strings, SortedMap<String, String> metadata)
            throws ModelFormatException {
        for (Map.Entry<String, JsonNode> field : strings.properties()) {
            if (!field.getValue().isTextual()) {
                throw new ModelFormatException(
                        file, SafetensorsWriter.METADATA + "." + field.getKey() + " is not a string; it must be one");
            }
            metadata.put(field.getKey(), field.getValue().textValue());
        }
        if (!strings.isObject()) {
            throw new ModelFormatException(
                    file, SafetensorsWriter.METADATA + " is not an object; it must be an object of strings");
        }
    }

    private static Placed readTensor(String file, String name, JsonNode entry) throws ModelFormatException {
        String label = shorten(name);
        if (!entry.isObject() || entry.size() != 3) {
            throw new ModelFormatException(
                    file,
                    label + " is " + shorten(entry.toString())
                            + "; it must be an object with dtype, shape and data_offsets");
        }
        if (!entry.path("dtype").asText().equals("F32")) {
            throw new ModelFormatException(
                    file, label + " has dtype " + shorten(entry.path("dtype").toString()) + "; it must be \"F32\"");
        }
        TensorInfo tensor;
        try {
            tensor = new TensorInfo(name, shape(entry.path("shape")));
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(
                    file,
                    label + " has shape "
                            + shorten(entry.path("shape").toString())
                            + "; it must be a list of non-negative integers whose product fits into one array");
        }
        JsonNode offsets = entry.path("data_offsets");
        boolean isPair =
                offsets.isArray() && offsets.size() == 2 && isLength(offsets.get(0)) && isLength(offsets.get(1));
        long bytes = (long) tensor.size() * Float.BYTES;
        if (!isPair || offsets.get(1).longValue() - offsets.get(0).longValue() != bytes) {
            throw new ModelFormatException(
                    file,
                    label + " has data_offsets " + shorten(offsets.toString())
                            + "; they must be two non-negative integers that differ by " + bytes
                            + ", the size of the shape "
                            + tensor.shape());
        }
        return new Placed(tensor, offsets.get(0).longValue(), offsets.get(1).longValue());
    }

    private static List<Integer> shape(JsonNode lengths) {
        List<Integer> shape = new ArrayList<>();
        for (JsonNode length : lengths) {
            if (!length.isIntegralNumber() || !length.canConvertToInt()) {
                throw new IllegalArgumentException("not a length");
            }
            shape.add(length.intValue());
        }
        if (!lengths.isArray()) {
            throw new IllegalArgumentException("not a list");
        }
        return shape;
    }

    private static boolean isLength(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0;
    }

    private static void requireNoGaps(String file, List<Placed> placed, long dataLength) throws ModelFormatException {
        long end = 0;
        for (Placed tensor : placed) {
            if (tensor.begin() != end) {
                throw new ModelFormatException(
                        file,
                        shorten(tensor.tensor().name()) + " begins at byte " + tensor.begin()
                                + " of the values; it must begin at the end of the previous tensor, at byte " + end);
            }
            end = tensor.end();
        }
        if (end != dataLength) {
            throw new ModelFormatException(
                    file,
                    "the tensors take " + end + " bytes, but the file has " + dataLength
                            + " after its header; the two must be equal");
        }
    }

    private static String shorten(String text) {
        String printable =
                new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= 80 ? printable : printable.substring(0, 80) + "...";
    }
}
