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
 * Reads and writes a model on disk: {@code model.json} with its description, and {@code weights.safetensors} with the
 * named float32 tensors of its members. Loading never runs code from the files. {@code model.json} contains the
 * SHA-256 of both files (its own is computed with 64 zeros in its place), so a flipped bit is detected. Equal members
 * produce identical {@code weights.safetensors} files.
 *
 * <p>A member is one array of parameters, which contains its tensors contiguously. In the file, their names have the
 * prefix {@code member.M.}.
 */
public final class ModelDirectory {
    /** The file with everything but the weights. */
    public static final String DESCRIPTION = "model.json";

    /** The file with the weights. */
    public static final String WEIGHTS = "weights.safetensors";

    /** The version of the format that is written, and the newest version that can be read. */
    public static final int VERSION = 1;

    private static final int MAX_DESCRIPTION_BYTES = 1 << 28;
    private static final String ZEROS = "0".repeat(64);

    private ModelDirectory() {}

    /**
     * Writes both files.
     *
     * @param files a directory that contains neither file
     * @param parameters the tensors of one member, in the order of its array, without gaps
     * @param members returns the parameters of a member; called once for each member, in order
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
     * Returns the tensors of {@code weights.safetensors} in order, from its header alone.
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
     * @param parameters the tensors of one member of the network in {@code model.json}
     * @return one array of parameters for each member
     * @throws ModelFormatException if either file is damaged, or the two do not match
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
                MemberTensor target = MemberTensor.of(tensor.name());
                reader.read(tensor.name(), weights.get(target.member()), offsets.get(target.parameter()));
            }
            String found = hex(digest);
            if (!found.equals(expected)) {
                throw new ModelFormatException(
                        file, "has SHA-256 " + found + "; it must be " + expected + ", as in " + DESCRIPTION);
            }
            return weights;
        }
    }

    private static void writeMembers(
            SafetensorsWriter writer, Map<String, Integer> offsets, IntFunction<float[]> members) throws IOException {
        int current = -1;
        float[] weights = null;
        for (TensorInfo tensor : writer.tensors()) {
            MemberTensor target = MemberTensor.of(tensor.name());
            if (target.member() != current) {
                current = target.member();
                weights = members.apply(current);
            }
            writer.write(tensor.name(), weights, offsets.get(target.parameter()));
        }
    }

    private static ObjectNode readJson(ModelFiles files) throws IOException {
        String file = files.nameOf(DESCRIPTION);
        byte[] bytes;
        try (InputStream in = files.open(DESCRIPTION)) {
            bytes = in.readNBytes(MAX_DESCRIPTION_BYTES);
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
                            + "; this version of Credence reads version " + VERSION + " and older");
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
            TensorInfo specified = missing.remove(tensor.name());
            if (specified == null) {
                throw new ModelFormatException(
                        file, tensor.name() + " is not a tensor of the network that " + DESCRIPTION + " specifies");
            }
            if (!specified.equals(tensor)) {
                throw new ModelFormatException(
                        file,
                        tensor.name() + " has shape " + tensor.shape() + "; the network that " + DESCRIPTION
                                + " specifies needs " + specified.shape());
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
        int index = text.lastIndexOf(what);
        return index < 0 ? text : text.substring(0, index) + with + text.substring(index + what.length());
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

    /** The name of a member's parameter in the weights file. */
    private record MemberTensor(int member, String parameter) {
        /** Parses a name that {@link #toString} produced. */
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
