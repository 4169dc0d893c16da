package io.credence.ensemble.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credence.ensemble.binding.JsonRecords;
import io.credence.ensemble.training.MemberHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The training of one member, as shown in the report.
 *
 * @param member the member's index, from 0
 * @param history the history of the training; without layers if their health was not recorded
 */
public record MemberTraining(int member, MemberHistory history) {
    /** If the first layer's gradient is below this fraction of the last layer's, it is reported as vanishing. */
    private static final double VANISHING_RATIO = 1e-3;

    private static final double DEAD_FRACTION = 0.5;

    /** Returns the entry of {@code training} in report.json. */
    JsonNode json() {
        ObjectNode json = (ObjectNode) JsonRecords.tree(history);
        json.remove("exchangeSeconds");
        json.path("layers").forEach(layer -> ((ObjectNode) layer).remove("divergence"));
        return JsonNodeFactory.instance.objectNode().put("member", member).setAll(json);
    }

    /**
     * Returns warnings about vanishing gradients, in the first or the last epoch, and about dead units. Each suggests
     * a remedy.
     */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (history.layers().size() > 1) {
            MemberHistory.LayerHealth first = history.layers().get(0);
            MemberHistory.LayerHealth last =
                    history.layers().get(history.layers().size() - 1);
            double ratio = Math.min(
                    ratio(first.firstGradient(), last.firstGradient()),
                    ratio(first.lastGradient(), last.lastGradient()));
            if (ratio < VANISHING_RATIO) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "The gradient vanishes in member %d: its norm in %s is %.1e times that in %s. Residual blocks,"
                                + " normalisation or an activation of the ReLU family can help.",
                        member,
                        first.name(),
                        ratio,
                        last.name()));
            }
        }
        for (MemberHistory.LayerHealth layer : history.layers()) {
            if (layer.deadUnits() != null && layer.deadUnits() > DEAD_FRACTION) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "%.0f %% of the units of %s in member %d are dead: they were 0 on every row of the last"
                                + " inspected step. A lower learning rate or leaky-relu can help.",
                        100 * layer.deadUnits(),
                        layer.name(),
                        member));
            }
        }
        return warnings;
    }

    /** Returns the ratio of two gradients; 1 if the last layer has none, as after a perfect fit. */
    private static double ratio(double gradient, double ofLastLayer) {
        return ofLastLayer == 0 ? 1 : gradient / ofLastLayer;
    }
}
