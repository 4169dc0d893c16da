package io.credence.kernels.plan;

import io.credence.kernels.autograd.ParameterLayout;
import io.credence.kernels.simd.reduction.Reductions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether gradients still reach every layer in one step (requirement C3). A layer is everything whose name begins with the same word, and
 * the same number where one follows: {@code hidden.0} is the weights {@code hidden.0.0.weight}, the gains {@code hidden.0.1.gain} of their
 * normalisation and the activation {@code hidden.0.2} after it.
 *
 * @param gradientNorms the L2 norm of each layer's gradient, by the layer's name, from the first layer to the last
 * @param deadUnits the share of units, or channels of images, that are 0 on every row of the batch, by the name of each layer with a ReLU; of the
 *     worst ReLU where it has several
 * @param penalties what training minimises beside the loss, such as the divergence of a layer's weights from their prior, by the layer's name
 */
public record TrainingHealth(
        Map<String, Double> gradientNorms, Map<String, Double> deadUnits, Map<String, Double> penalties) {
    private static final Pattern LAYER = Pattern.compile("[^.]*(\\.\\d+(?=\\.|$))?");

    /**
     * Looks at one step.
     *
     * @param layout of the gradient
     * @param gradient after backward
     * @param deadNodes {@link Plan#deadUnits()} between forward and backward
     * @param penalties {@link Plan#penalties()}
     */
    public static TrainingHealth of(
            ParameterLayout layout, float[] gradient, Map<String, Double> deadNodes, Map<String, Double> penalties) {
        Map<String, Double> squares = new LinkedHashMap<>();
        for (ParameterLayout.Entry entry : layout.entries()) {
            if (entry.trained()) {
                double square = Reductions.sumOfSquares(gradient, entry.offset(), entry.end());
                squares.merge(layer(entry.name()), square, Double::sum);
            }
        }
        squares.replaceAll((layer, square) -> Math.sqrt(square));
        Map<String, Double> dead = new LinkedHashMap<>();
        deadNodes.forEach((node, share) -> dead.merge(layer(node), share, Math::max));
        Map<String, Double> penaltiesOfLayers = new LinkedHashMap<>();
        penalties.forEach((name, penalty) -> penaltiesOfLayers.merge(layer(name), penalty, Double::sum));
        return new TrainingHealth(squares, dead, penaltiesOfLayers);
    }

    private static String layer(String name) {
        Matcher matcher = LAYER.matcher(name);
        matcher.lookingAt();
        return matcher.group();
    }
}
