package io.credence.ensemble.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credence.ensemble.training.MemberHistory;
import java.util.ArrayList;
import java.util.List;

/**
 * The JSON form of a training history. Doubles are stored as strings, because JSON cannot represent infinities or NaN.
 * Java reads the same bits back from them.
 */
final class HistoryJson {
    private HistoryJson() {}

    static ObjectNode write(
            List<MemberHistory.Epoch> epochs,
            List<MemberHistory.LayerHealth> layers,
            double seconds,
            double exchangeSeconds) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode epochArray = json.putArray("epochs");
        for (MemberHistory.Epoch epoch : epochs) {
            ObjectNode node = epochArray.addObject();
            put(node, "trainLoss", epoch.trainLoss());
            put(node, "validationLoss", epoch.validationLoss());
            put(node, "gradientNorm", epoch.gradientNorm());
            if (epoch.divergence() != null) {
                put(node, "divergence", epoch.divergence().nats());
                put(node, "divergenceWeight", epoch.divergence().weight());
            }
        }
        ArrayNode layerArray = json.putArray("layers");
        for (MemberHistory.LayerHealth layer : layers) {
            ObjectNode node = layerArray.addObject();
            node.put("name", layer.name());
            put(node, "firstGradient", layer.firstGradient());
            put(node, "lastGradient", layer.lastGradient());
            put(node, "deadUnits", layer.deadUnits());
            put(node, "divergence", layer.divergence());
        }
        put(json, "seconds", seconds);
        put(json, "exchangeSeconds", exchangeSeconds);
        return json;
    }

    /**
     * Reads the epochs.
     *
     * @throws IllegalArgumentException if a value is missing or is not a number
     */
    static List<MemberHistory.Epoch> epochs(JsonNode json) {
        List<MemberHistory.Epoch> epochs = new ArrayList<>();
        for (JsonNode node : json.path("epochs")) {
            epochs.add(new MemberHistory.Epoch(
                    number(node, "trainLoss"),
                    number(node, "validationLoss"),
                    number(node, "gradientNorm"),
                    node.has("divergence")
                            ? new MemberHistory.Divergence(number(node, "divergence"), number(node, "divergenceWeight"))
                            : null));
        }
        return epochs;
    }

    /**
     * Reads the health of the layers.
     *
     * @throws IllegalArgumentException if a value is missing or is not a number
     */
    static List<MemberHistory.LayerHealth> layers(JsonNode json) {
        List<MemberHistory.LayerHealth> layers = new ArrayList<>();
        for (JsonNode node : json.path("layers")) {
            layers.add(new MemberHistory.LayerHealth(
                    text(node, "name"),
                    number(node, "firstGradient"),
                    number(node, "lastGradient"),
                    node.has("deadUnits") ? (Double) number(node, "deadUnits") : null,
                    node.has("divergence") ? (Double) number(node, "divergence") : null));
        }
        return layers;
    }

    /**
     * Reads a number.
     *
     * @throws IllegalArgumentException if the value is missing or is not a number
     */
    static double number(JsonNode json, String key) {
        return Double.parseDouble(text(json, key));
    }

    private static String text(JsonNode json, String key) {
        JsonNode value = json.path(key);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(
                    "history: " + key + " is " + (value.isMissingNode() ? "missing" : value) + "; it must be a string");
        }
        return value.textValue();
    }

    private static void put(ObjectNode json, String key, Double value) {
        if (value != null) {
            json.put(key, Double.toString(value));
        }
    }
}
