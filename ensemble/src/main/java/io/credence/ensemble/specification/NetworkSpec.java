package io.credence.ensemble.specification;

import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.Range;
import io.credence.kernels.initialization.Initialization;
import io.credence.kernels.layer.Normalization;
import io.credence.kernels.simd.elementwise.Activation;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * The shape of one member; the configuration's {@code network}. Rows pass the convolutions, if there are any, then the hidden
 * layers, then one dense layer to the outputs.
 *
 * @param hidden the widths of the hidden layers, first to last; empty: a linear model; null: one layer of 50
 * @param activation after every hidden layer; null: relu
 * @param normalization before every activation; null: none
 * @param residual whether a hidden layer that keeps its width adds its input to its output; null: false
 * @param dropout the share of a hidden layer's units that a draw leaves out, in [0, 1); null: 0. Networks whose weights are distributions do
 *     not read it: a draw is of their weights
 * @param initialization of the weights of all layers; null: auto, what suits the activation behind each. Zeros only where there is one layer
 * @param image the shape of the features where they are an image; null: they are not
 * @param convolutions first to last; they need an image; null: none
 * @param embedding the dimensions of the space that rows are placed in, at least 1; null: 16. Other tasks than embedding do not read it
 */
public record NetworkSpec(
        List<Integer> hidden,
        Activation activation,
        Normalization normalization,
        Boolean residual,
        Double dropout,
        Initialization initialization,
        ImageSpec image,
        List<ConvolutionSpec> convolutions,
        Integer embedding)
        implements Serializable {
    /** @throws InvalidSettingException if a width or the dropout is out of its range, an image is missing or too small for its convolutions */
    public NetworkSpec {
        hidden = hidden == null ? List.of(50) : List.copyOf(hidden);
        activation = Objects.requireNonNullElse(activation, Activation.RELU);
        normalization = Objects.requireNonNullElse(normalization, Normalization.NONE);
        residual = Objects.requireNonNullElse(residual, false);
        dropout = Range.atLeast(0).below(1).valueOr("dropout", dropout, 0.0);
        initialization = Objects.requireNonNullElse(initialization, Initialization.AUTO);
        convolutions = convolutions == null ? List.of() : List.copyOf(convolutions);
        embedding = Objects.requireNonNullElse(embedding, 16);
        if (embedding < 1) {
            throw new InvalidSettingException("embedding", embedding, "at least 1");
        }
        for (int width : hidden) {
            if (width < 1) {
                throw new InvalidSettingException("hidden", hidden, "a list of widths of at least 1");
            }
        }
        if (!convolutions.isEmpty() && image == null) {
            throw new InvalidSettingException(
                    "image",
                    null,
                    "the shape of the features where there are convolutions, such as {height: 28, width: 28}");
        }
        ImageSpec maps = image;
        for (int i = 0; i < convolutions.size(); i++) {
            maps = convolutions.get(i).applyTo(maps, "convolutions[" + i + "]");
        }
        if (!hidden.isEmpty() || !convolutions.isEmpty()) {
            initialization.forHiddenLayer();
        }
    }
}
