package io.credence.ensemble.replica;

import java.util.Map;

/**
 * What is looked at in a step now and then, beside its gradient.
 *
 * @param deadUnits the share of units that were 0 on every row of the slice, by the node's name; empty where the slice has fewer than 32 rows
 * @param penalties what is minimised beside the loss, by the node's name
 */
public record GradientInspection(Map<String, Double> deadUnits, Map<String, Double> penalties) {
    /** Of a step that nobody has looked at. */
    static final GradientInspection NONE = new GradientInspection(Map.of(), Map.of());
}
