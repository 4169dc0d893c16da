package io.credence.kernels.plan;

import io.credence.kernels.autograd.ParameterLayout;
import io.credence.kernels.simd.reduction.Reductions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The health of a network in one step: whether gradients still reach every layer. A layer comprises all nodes whose
 * names start with the same word and, if one follows, the same number: {@code hidden.0} comprises the weights {@code
 * hidden.0.0.weight}, the gains {@code hidden.0.1.gain} of their normalisation, and the activation {@code hidden.0.2}.
 *
 * @param gradientNorms the L2 norm of each layer's gradient, by the layer's name, from the first layer to the last
 * @param deadUnits the fraction of units (of channels, for images) that are 0 on every row of the batch, by the name
 *     of each layer with a ReLU; the maximum if a layer has several
 * @param penalties the terms of the objective besides the loss, such as the divergence of a layer's weights from their
 *     prior, by the layer's name
 */
public record TrainingHealth(
        Map<String, Double> gradientNorms, Map<String, Double> deadUnits, Map<String, Double> penalties) {
    private static final Pattern LAYER = Pattern.compile("[^.]*(\\.\\d+(?=\\.|$))?");

    /**
     * Examines one step.
     *
     * @param layout the layout of the gradient
     * @param gradient the gradient after backward
     * @param deadNodes the result of {@link Plan#deadUnits()} between forward and backward
     * @param penalties the result of {@link Plan#penalties()}
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
        deadNodes.forEach((node, fraction) -> dead.merge(layer(node), fraction, Math::max));
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
