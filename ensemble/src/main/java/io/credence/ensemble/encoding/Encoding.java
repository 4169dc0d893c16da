package io.credence.ensemble.encoding;

import java.io.Serializable;
import java.util.List;

/**
 * How a row of the user's columns becomes the numbers that a network reads, learnt on the training rows only and stored with
 * the model.
 *
 * @param features the feature columns, in the order of the network's inputs
 * @param label the label's column
 */
public record Encoding(List<FeatureColumn> features, LabelColumn label) implements Serializable {
    public Encoding {
        features = List.copyOf(features);
    }

    /** The number of values that an encoded row has. */
    public int width() {
        return features.stream().mapToInt(FeatureColumn::width).sum();
    }
}
