package io.credence.ensemble.encoding;

import java.io.Serializable;
import java.util.List;

/**
 * How a row of the user's columns becomes the numbers that a network reads, learnt on the training rows only and stored with
 * the model.
 *
 * @param features the feature columns, in the order of the network's inputs: those that are indexed behind all others
 * @param label the label's column
 */
public record Encoding(List<FeatureColumn> features, LabelColumn label) implements Serializable {
    public Encoding {
        features = List.copyOf(features);
        boolean indexed = false;
        for (FeatureColumn feature : features) {
            if (indexed && !(feature instanceof FeatureColumn.Indexed)) {
                throw new IllegalArgumentException("the feature " + feature.name()
                        + " stands behind an indexed one; indexed features must stand behind all others");
            }
            indexed = feature instanceof FeatureColumn.Indexed;
        }
    }

    /** The columns that the network has a table of vectors for: the last numbers of an encoded row, in this order. */
    public List<FeatureColumn.Indexed> indexed() {
        return features.stream()
                .filter(FeatureColumn.Indexed.class::isInstance)
                .map(FeatureColumn.Indexed.class::cast)
                .toList();
    }

    /** The number of values that an encoded row has. */
    public int width() {
        return features.stream().mapToInt(FeatureColumn::width).sum();
    }
}
