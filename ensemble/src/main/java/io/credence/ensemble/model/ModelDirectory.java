package io.credence.ensemble.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credence.ensemble.binding.InvalidDocumentException;
import io.credence.ensemble.binding.JsonRecords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * A model on disk: {@code model.json}, which says what the model is, and {@code weights.safetensors}, the named float32 tensors
 * of its members. Loading runs no code from it. {@code model.json} holds the SHA-256 of both files (its own with 64 zeros in
 * the place of that hash), so a flipped bit is found. Equal members make equal bytes of {@code weights.safetensors}.
 *
 * <p>A member is one array of parameters; its tensors stand in it one after the other. In the file they are called {@code
 * member.M.} and their own name.
 */
public final class ModelDirectory {
    /** The file with everything but the weights. */
    public static final String DESCRIPTION = "model.json";

    /** The file with the weights. */
    public static final String WEIGHTS = "weights.safetensors";

    /** The version of the format that is written, and the newest that is read. */
    public static final int VERSION = 1;

    private static final int LONGEST_DESCRIPTION = 1 << 28;
    private static final String ZEROS = "0".repeat(64);

    private ModelDirectory() {}

    /**
     * Writes both files.
     *
     * @param files a directory without them
     * @param parameters the tensors of one member, in the order in which they stand in its array, without gaps
     * @param members the parameters of each member; asked for one after the other and not kept
     */
    public static void write(
            ModelFiles files, ModelDescription description, List<TensorInfo> parameters, IntFunction<float[]> members)
            throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("formatVersion", VERSION);
        json.setAll((ObjectNode) JsonRecords.tree(description));
        MessageDigest digest = sha256();
        try (SafetensorsWriter writer = new SafetensorsWriter(
                new DigestOutputStream(files.create(WEIGHTS), digest),
                tensors(parameters, description.ensemble().posterior().networks()),
                Map.of("format", "credence"))) {
            writeMembers(writer, offsets(parameters), members);
        }
        json.putObject("hashes").put("weights", hex(digest)).put("description", ZEROS);
        String text = JsonRecords.print(json);
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        try (var out = files.create(DESCRIPTION)) {
            out.write(replaceLast(text, ZEROS, hex(digest)).getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Reads {@code model.json}.
     *
     * @throws ModelFormatException if it is damaged or of a newer version
     */
    public static ModelDescription readDescription(ModelFiles files) throws IOException {
        ObjectNode json = readJson(files);
        json.remove(List.of("formatVersion", "hashes"));
        try {
            return JsonRecords.bind(json, ModelDescription.class);
        } catch (InvalidDocumentException e) {
            throw new ModelFormatException(files.nameOf(DESCRIPTION), e);
        }
    }

    /**
     * The tensors of {@code weights.safetensors} in their order, from its header alone.
     *
     * @throws ModelFormatException if the header is damaged
     */
    public static List<TensorInfo> readTensors(ModelFiles files) throws IOException {
        try (SafetensorsReader reader =
                new SafetensorsReader(files.nameOf(WEIGHTS), files.open(WEIGHTS), files.length(WEIGHTS))) {
            return reader.tensors();
        }
    }

    /**
     * Reads the members.
     *
     * @param parameters the tensors of one member, as the network that {@code model.json} specifies has them
     * @return the parameters of each member, each in an array of its own
     * @throws ModelFormatException if either file is damaged, or the two do not belong together
     */
    public static List<float[]> readMembers(ModelFiles files, ModelDescription description, List<TensorInfo> parameters)
            throws IOException {
        String file = files.nameOf(WEIGHTS);
        String expected = readJson(files).path("hashes").path("weights").asText();
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(files.open(WEIGHTS), digest);
                SafetensorsReader reader = new SafetensorsReader(file, in, files.length(WEIGHTS))) {
            int members = description.ensemble().posterior().networks();
            requireSameTensors(file, reader.tensors(), tensors(parameters, members));
            int length = parameters.stream().mapToInt(TensorInfo::size).reduce(0, Math::addExact);
            List<float[]> weights = new ArrayList<>();
            for (int member = 0; member < members; member++) {
                weights.add(new float[length]);
            }
            Map<String, Integer> offsets = offsets(parameters);
            for (TensorInfo tensor : reader.tensors()) {
                MemberTensor place = MemberTensor.of(tensor.name());
                reader.read(tensor.name(), weights.get(place.member()), offsets.get(place.parameter()));
            }
            String found = hex(digest);
            if (!found.equals(expected)) {
                throw new ModelFormatException(file, "has SHA-256 " + found + "; " + DESCRIPTION + " says " + expected);
            }
            return weights;
        }
    }

    private static void writeMembers(
            SafetensorsWriter writer, Map<String, Integer> offsets, IntFunction<float[]> members) throws IOException {
        int current = -1;
        float[] weights = null;
        for (TensorInfo tensor : writer.tensors()) {
            MemberTensor place = MemberTensor.of(tensor.name());
            if (place.member() != current) {
                current = place.member();
                weights = members.apply(current);
            }
            writer.write(tensor.name(), weights, offsets.get(place.parameter()));
        }
    }

    private static ObjectNode readJson(ModelFiles files) throws IOException {
        String file = files.nameOf(DESCRIPTION);
        byte[] bytes;
        try (InputStream in = files.open(DESCRIPTION)) {
            bytes = in.readNBytes(LONGEST_DESCRIPTION);
        }
        JsonNode json;
        try {
            json = JsonRecords.parse(bytes);
        } catch (InvalidDocumentException e) {
            throw new ModelFormatException(file, e);
        }
        JsonNode version = json.path("formatVersion");
        if (!version.isInt() || version.intValue() < 1 || version.intValue() > VERSION) {
            throw new ModelFormatException(
                    file,
                    "formatVersion is " + (version.isMissingNode() ? "missing" : version)
                            + "; this version of Credence reads " + VERSION + " and older");
        }
        String hash = json.path("hashes").path("description").asText();
        MessageDigest digest = sha256();
        digest.update(replaceLast(new String(bytes, StandardCharsets.UTF_8), hash, ZEROS)
                .getBytes(StandardCharsets.UTF_8));
        String found = hex(digest);
        if (!found.equals(hash)) {
            throw new ModelFormatException(
                    file, "hashes.description is \"" + hash + "\"; it must be the hash of the file, " + found);
        }
        return (ObjectNode) json;
    }

    private static void requireSameTensors(String file, List<TensorInfo> found, List<TensorInfo> needed)
            throws ModelFormatException {
        Map<String, TensorInfo> missing = new TreeMap<>();
        needed.forEach(tensor -> missing.put(tensor.name(), tensor));
        for (TensorInfo tensor : found) {
            TensorInfo need = missing.remove(tensor.name());
            if (need == null) {
                throw new ModelFormatException(
                        file, tensor.name() + " is not a tensor of the network that " + DESCRIPTION + " specifies");
            }
            if (!need.equals(tensor)) {
                throw new ModelFormatException(
                        file,
                        tensor.name() + " has shape " + tensor.shape() + "; the network that " + DESCRIPTION
                                + " specifies needs " + need.shape());
            }
        }
        for (String name : missing.keySet()) {
            throw new ModelFormatException(
                    file, name + " is missing; the network that " + DESCRIPTION + " specifies has it");
        }
    }

    private static List<TensorInfo> tensors(List<TensorInfo> parameters, int members) {
        List<TensorInfo> tensors = new ArrayList<>();
        for (int member = 0; member < members; member++) {
            for (TensorInfo parameter : parameters) {
                tensors.add(parameter.named(new MemberTensor(member, parameter.name()).toString()));
            }
        }
        return tensors;
    }

    private static Map<String, Integer> offsets(List<TensorInfo> parameters) {
        Map<String, Integer> offsets = new TreeMap<>();
        int offset = 0;
        for (TensorInfo parameter : parameters) {
            offsets.put(parameter.name(), offset);
            offset = Math.addExact(offset, parameter.size());
        }
        return offsets;
    }

    private static String replaceLast(String text, String what, String with) {
        int at = text.lastIndexOf(what);
        return at < 0 ? text : text.substring(0, at) + with + text.substring(at + what.length());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** A member's parameter as the weights file calls it. */
    private record MemberTensor(int member, String parameter) {
        /** Only of names that {@link #toString} made. */
        static MemberTensor of(String name) {
            String[] parts = name.split("\\.", 3);
            return new MemberTensor(Integer.parseInt(parts[1]), parts[2]);
        }

        @Override
        public String toString() {
            return "member." + member + "." + parameter;
        }
    }
}
