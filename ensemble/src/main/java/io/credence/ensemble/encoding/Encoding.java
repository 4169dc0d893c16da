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

    /**
     * Where an encoded value comes from, for messages.
     *
     * @param place its place in an encoded row
     * @return the column's name and, of a vector, the element: {@code pixels[3]}
     */
    public String nameOf(int place) {
        Origin origin = origin(place);
        return origin.column() instanceof FeatureColumn.Vector
                ? origin.column().name() + "[" + origin.element() + "]"
                : origin.column().name();
    }

    /**
     * What an encoded value was in the user's data, as far as float32 keeps it; itself where the column is no number.
     *
     * @param place its place in an encoded row
     */
    public double decoded(int place, float value) {
        Origin origin = origin(place);
        if (origin.column() instanceof FeatureColumn.Numeric number && origin.element() == 0) {
            return number.mean() + number.scale() * value;
        }
        return origin.column() instanceof FeatureColumn.Vector vector
                ? vector.means()[origin.element()] + vector.scales()[origin.element()] * value
                : value;
    }

    private record Origin(FeatureColumn column, int element) {}

    private Origin origin(int place) {
        int element = place;
        for (FeatureColumn feature : features) {
            if (element < feature.width()) {
                return new Origin(feature, element);
            }
            element -= feature.width();
        }
        throw new IndexOutOfBoundsException(
                "the place in an encoded row is " + place + "; it must be below its width, " + width());
    }

    /** The number of values that an encoded row has. */
    public int width() {
        return features.stream().mapToInt(FeatureColumn::width).sum();
    }
}
