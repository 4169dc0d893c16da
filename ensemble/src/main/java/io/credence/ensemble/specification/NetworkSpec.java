package io.credence.ensemble.specification;

import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.Range;
import io.credence.kernels.embedding.NumericEmbedding;
import io.credence.kernels.initialization.Initialization;
import io.credence.kernels.layer.Normalization;
import io.credence.kernels.simd.elementwise.Activation;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * The architecture of a member; the configuration's {@code network}. A row passes through the convolutions, if any,
 * then the hidden layers, then one dense layer to the outputs.
 *
 * @param hidden the widths of the hidden layers, first to last; empty: a linear model; null: one layer of 50
 * @param activation the activation after every hidden layer; null: relu
 * @param normalization the normalisation before every activation; null: none
 * @param residual whether a hidden layer adds its input to its output if both have the same width; null: false
 * @param dropout the fraction of a hidden layer's units that is dropped, in [0, 1); null: 0. Networks with
 *     distributions over weights ignore it, because they draw weights instead
 * @param initialization the initialisation of the weights of all layers; null: auto, chosen by the activation after
 *     each layer. Zeros are allowed only for a linear model
 * @param image the shape of the features if they are an image; otherwise null
 * @param convolutions the convolutional layers, first to last, which require an image; null: none
 * @param embedding the number of dimensions of the embedding space, at least 1; null: 16. Used only by the embedding
 *     task
 * @param numericEmbedding the learned embeddings of numbers, which an image does not have; null: none
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
        Integer embedding,
        NumericEmbedding numericEmbedding)
        implements Serializable {
    /**
     * @throws InvalidSettingException if a width or the dropout is out of its range, an image is missing or too small
     *     for its convolutions, or the numbers of an image are to be embedded
     */
    public NetworkSpec {
        hidden = hidden == null ? List.of(50) : List.copyOf(hidden);
        activation = Objects.requireNonNullElse(activation, Activation.RELU);
        normalization = Objects.requireNonNullElse(normalization, Normalization.NONE);
        residual = Objects.requireNonNullElse(residual, false);
        dropout = Range.atLeast(0).below(1).valueOr("dropout", dropout, 0.0);
        initialization = Objects.requireNonNullElse(initialization, Initialization.AUTO);
        convolutions = convolutions == null ? List.of() : List.copyOf(convolutions);
        embedding = Objects.requireNonNullElse(embedding, 16);
        numericEmbedding = Objects.requireNonNullElseGet(numericEmbedding, NumericEmbedding.None::new);
        if (image != null && !(numericEmbedding instanceof NumericEmbedding.None)) {
            throw new InvalidSettingException(
                    "numericEmbedding",
                    numericEmbedding.name(),
                    "none if there is an image, whose pixels are its numbers");
        }
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
                    "the shape of the features if there are convolutions, such as {height: 28, width: 28}");
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
