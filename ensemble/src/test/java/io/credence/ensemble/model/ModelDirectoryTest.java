package io.credence.ensemble.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelDirectoryTest {
    private static String text(MemoryFiles files) {
        return new String(files.get(ModelDirectory.DESCRIPTION), StandardCharsets.UTF_8);
    }

    private static MemoryFiles withText(MemoryFiles files, String text) {
        return files.with(ModelDirectory.DESCRIPTION, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRejected(ModelFiles files, String problem) {
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() ->
                        ModelDirectory.readMembers(files, ModelDirectory.readDescription(files), Models.PARAMETERS))
                .withMessageContaining(problem);
    }

    @Test
    void model_afterRoundTrip_isEqual(@TempDir Path directory) throws IOException {
        ModelFiles files = ModelFiles.in(directory);
        ModelDescription description = Models.description(0.1);
        ModelDirectory.write(files, description, Models.PARAMETERS, Models::member);
        assertThat(ModelDirectory.readDescription(files)).isEqualTo(description);
        List<float[]> members = ModelDirectory.readMembers(files, description, Models.PARAMETERS);
        assertThat(members).hasSize(Models.MEMBERS);
        for (int member = 0; member < Models.MEMBERS; member++) {
            assertThat(members.get(member)).containsExactly(Models.member(member));
        }
        assertThat(ModelDirectory.readTensors(files))
                .hasSize(4 * Models.MEMBERS)
                .contains(new TensorInfo("member.11.hidden.0.weight", List.of(3, 4)));
    }

    @Test
    void weights_ofEqualMembers_haveEqualBytes() throws IOException {
        MemoryFiles other = new MemoryFiles();
        ModelDirectory.write(other, Models.description(99), Models.PARAMETERS, Models::member);
        assertThat(other.get(ModelDirectory.WEIGHTS)).isEqualTo(Models.written().get(ModelDirectory.WEIGHTS));
    }

    @Test
    void description_startsWithItsVersionAndEndsWithTheHashes() throws IOException {
        assertThat(text(Models.written()))
                .startsWith("{\n  \"formatVersion\": 1,\n  \"task\": \"classification\",\n")
                .containsPattern(
                        "\"hashes\": \\{\n    \"weights\": \"[0-9a-f]{64}\",\n    \"description\": \"[0-9a-f]{64}\"");
    }

    @ParameterizedTest
    @CsvSource({"2", "2147483648", "0", "1.5", "null", "\"1\"", "-1"})
    void unknownVersion_isRejectedFirst(String version) throws IOException {
        MemoryFiles files = Models.written();
        assertRejected(
                withText(files, text(files).replace("\"formatVersion\": 1,", "\"formatVersion\": " + version + ",")),
                "memory/model.json: formatVersion is " + version
                        + "; this version of Credence reads version 1 and older");
    }

    @Test
    void editedDescription_isRejected() throws IOException {
        MemoryFiles files = Models.written();
        assertRejected(withText(files, text(files).replace("1.25", "1.35")), "model.json: hashes.description is");
        assertRejected(withText(files, text(files).replace("\"hashes\"", "\"hasher\"")), "hashes.description is \"\"");
        assertRejected(withText(files, "[]"), "formatVersion is missing");
        assertRejected(withText(files, ""), "model.json: the document is empty; it must be JSON");
    }

    @Test
    void weightsOfAnotherModel_areRejected() throws IOException {
        MemoryFiles files = Models.written();
        MemoryFiles other = new MemoryFiles();
        ModelDirectory.write(other, Models.description(0.1), Models.PARAMETERS, member -> Models.member(member + 1));
        assertRejected(
                files.with(ModelDirectory.WEIGHTS, other.get(ModelDirectory.WEIGHTS)),
                "memory/weights.safetensors: has SHA-256");
    }

    @Test
    void tensorsOfAnotherNetwork_areRejectedByName() throws IOException {
        MemoryFiles files = Models.written();
        ModelDescription description = ModelDirectory.readDescription(files);
        List<TensorInfo> wider = List.of(new TensorInfo("hidden.0.weight", List.of(3, 5)));
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> ModelDirectory.readMembers(files, description, wider))
                .withMessageContaining("member.0.hidden.0.bias is not a tensor of the network");
        List<TensorInfo> other = List.of(
                Models.PARAMETERS.get(0),
                new TensorInfo("hidden.0.bias", List.of(5)),
                Models.PARAMETERS.get(2),
                Models.PARAMETERS.get(3));
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> ModelDirectory.readMembers(files, description, other))
                .withMessageContaining(
                        "member.0.hidden.0.bias has shape [4]; the network that model.json specifies needs [5]");
    }
}
