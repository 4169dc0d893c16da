package io.credence.kernels.graph;

import io.credence.kernels.simd.Reductions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether gradients still reach every layer in one step (requirement C3).
 *
 * @param gradientNorms the L2 norm of each layer's gradient, by the layer's name, from the first layer to the last
 * @param deadUnits the share of units that are 0 on every row of the batch, by the name of each node with a ReLU
 */
public record TrainingHealth(Map<String, Double> gradientNorms, Map<String, Double> deadUnits) {
    /** Below this share of the last layer's gradient, the first layer hardly learns. */
    private static final double VANISHING = 1e-4;

    private static final double TOO_MANY_DEAD = 0.5;

    /**
     * Looks at one step.
     *
     * @param layout of the gradient
     * @param gradient after backward
     * @param deadUnits {@link Plan#deadUnits()} between forward and backward
     */
    public static TrainingHealth of(ParameterLayout layout, float[] gradient, Map<String, Double> deadUnits) {
        Map<String, Double> squares = new LinkedHashMap<>();
        for (ParameterLayout.Entry entry : layout.entries()) {
            if (entry.trained()) {
                String layer =
                        entry.name().substring(0, Math.max(0, entry.name().lastIndexOf('.')));
                squares.merge(layer, Reductions.sumOfSquares(gradient, entry.offset(), entry.end()), Double::sum);
            }
        }
        squares.replaceAll((layer, square) -> Math.sqrt(square));
        return new TrainingHealth(squares, deadUnits);
    }

    /** What a user should know, one sentence each; empty if all is well. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (gradientNorms.size() > 1) {
            List<Map.Entry<String, Double>> layers = List.copyOf(gradientNorms.entrySet());
            Map.Entry<String, Double> first = layers.get(0);
            Map.Entry<String, Double> last = layers.get(layers.size() - 1);
            if (first.getValue() < VANISHING * last.getValue()) {
                warnings.add("the gradient of layer " + first.getKey() + " is " + first.getValue() + ", that of "
                        + last.getKey() + " is " + last.getValue()
                        + ": gradients vanish on their way; residual: true, activation: relu or a normalization help");
            }
        }
        deadUnits.forEach((node, share) -> {
            if (share > TOO_MANY_DEAD) {
                warnings.add(
                        Math.round(100 * share) + " % of the units of " + node
                                + " are dead, 0 on every row; a lower learning rate, activation: leaky-relu or a normalization help");
            }
        });
        return warnings;
    }
}
