package io.credence.driver.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.KebabCase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The settings that {@code training.preset} adds to those of a user. A setting that the user wrote stays, even if it is
 * null. A choice with a name, such as an optimiser, is taken as a whole unless the user's has the same name.
 */
final class PresetSettings {
    private static final String RESOURCE = "presets.yaml";
    private static final Set<String> ENSEMBLES_OF_ANY_LOSS = Set.of("deep-ensemble", "packed-ensemble");

    private final JsonNode presets;

    /** Reads the presets. */
    PresetSettings() {
        try (InputStream in = PresetSettings.class.getResourceAsStream(RESOURCE)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            this.presets = new YamlReader(RESOURCE, (path, mark) -> {}).read(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the user's settings with what they leave out, and without the preset, which they no longer need. There
     * are no presets for an embedding.
     *
     * @throws InvalidSettingException if there is no such preset
     */
    ObjectNode fill(ObjectNode settings) {
        ObjectNode filled = settings.deepCopy();
        Preset preset = Preset.DEFAULT;
        if (filled.get("training") instanceof ObjectNode training && training.hasNonNull("preset")) {
            preset = preset(training.remove("preset"));
        }
        JsonNode ofPreset = presets.path(KebabCase.ofConstant(preset));
        if (ofPreset.path(settings.path("task").asText()) instanceof ObjectNode ofTask) {
            ObjectNode additions = ofTask.deepCopy();
            addMissing(additions, ofPreset.get("all").deepCopy());
            leaveOutWhatDoesNotFit(additions, settings);
            addMissing(filled, additions);
        }
        return filled;
    }

    private static Preset preset(JsonNode name) {
        return Arrays.stream(Preset.values())
                .filter(preset -> KebabCase.ofConstant(preset).equals(name.asText()))
                .findFirst()
                .orElseThrow(() -> new InvalidSettingException("training.preset", name, "none, fast, default or best"));
    }

    private static void leaveOutWhatDoesNotFit(ObjectNode additions, ObjectNode settings) {
        JsonNode network = settings.path("network");
        if (network.path("normalization").asText().endsWith("batch")) {
            ((ObjectNode) additions.get("ensemble")).remove(List.of("method", "packed"));
        }
        if (network.hasNonNull("image")) {
            ((ObjectNode) additions.get("network")).remove("numericEmbedding");
        }
        JsonNode split = settings.path("data").path("split");
        int folds = split.path("folds").asInt(0);
        if (folds == 0
                && split.path("validation").asDouble(1) == 0
                && !settings.path("data").hasNonNull("validation")) {
            ((ObjectNode) additions.get("training")).remove("earlyStopping");
        }
        ObjectNode ensemble = (ObjectNode) additions.get("ensemble");
        ensemble.put("members", Math.max(folds, ensemble.path("members").asInt()));
        JsonNode method = settings.path("ensemble").path("method");
        if (method.isTextual() && !ENSEMBLES_OF_ANY_LOSS.contains(method.asText())) {
            ((ObjectNode) additions.get("training")).remove("loss");
        }
    }

    private static void addMissing(ObjectNode to, ObjectNode additions) {
        for (Iterator<Map.Entry<String, JsonNode>> fields = additions.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            JsonNode present = to.get(field.getKey());
            if (present == null) {
                to.set(field.getKey(), field.getValue());
            } else if (present instanceof ObjectNode map
                    && field.getValue() instanceof ObjectNode added
                    && map.path("name")
                            .asText(added.path("name").asText())
                            .equals(added.path("name").asText())) {
                addMissing(map, added);
            }
        }
    }
}
