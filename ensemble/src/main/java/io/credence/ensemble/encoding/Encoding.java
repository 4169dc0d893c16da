package io.credence.ensemble.encoding;

import java.io.Serializable;
import java.util.List;

/**
 * The encoding of the user's columns as inputs of a network. It is learnt from the training rows only and stored with
 * the model.
 *
 * @param features the feature columns, in the order of the network's inputs; indexed columns come last
 * @param label the label column
 * @param types the types of these columns in the training data; empty for a model that does not know them
 */
public record Encoding(List<FeatureColumn> features, LabelColumn label, List<ColumnType> types)
        implements Serializable {
    /** @throws IllegalArgumentException if an indexed column precedes another kind of column */
    public Encoding {
        features = List.copyOf(features);
        types = types == null ? List.of() : List.copyOf(types);
        boolean indexed = false;
        for (FeatureColumn feature : features) {
            if (indexed && !(feature instanceof FeatureColumn.Indexed)) {
                throw new IllegalArgumentException("the feature " + feature.name()
                        + " follows an indexed feature; indexed features must come last");
            }
            indexed = feature instanceof FeatureColumn.Indexed;
        }
    }

    /** Creates an encoding that does not know the types of the training data. */
    public Encoding(List<FeatureColumn> features, LabelColumn label) {
        this(features, label, List.of());
    }

    /** Returns the columns with a learned embedding: the last values of an encoded row, in this order. */
    public List<FeatureColumn.Indexed> indexed() {
        return features.stream()
                .filter(FeatureColumn.Indexed.class::isInstance)
                .map(FeatureColumn.Indexed.class::cast)
                .toList();
    }

    /**
     * Returns the origin of an encoded value, for messages.
     *
     * @param index the value's index in an encoded row
     * @return the column's name and, for a vector, the element: {@code pixels[3]}
     */
    public String nameOf(int index) {
        Origin origin = origin(index);
        return origin.column() instanceof FeatureColumn.Vector
                ? origin.column().name() + "[" + origin.element() + "]"
                : origin.column().name();
    }

    /**
     * Returns an encoded value in the unit of the user's data, up to float32 rounding. Values of columns that are not
     * numeric are returned unchanged.
     *
     * @param index the value's index in an encoded row
     */
    public double decoded(int index, float value) {
        Origin origin = origin(index);
        if (origin.column() instanceof FeatureColumn.Numeric number && origin.element() == 0) {
            return number.mean() + number.scale() * value;
        }
        return origin.column() instanceof FeatureColumn.Vector vector
                ? vector.means()[origin.element()] + vector.scales()[origin.element()] * value
                : value;
    }

    private record Origin(FeatureColumn column, int element) {}

    private Origin origin(int index) {
        int element = index;
        for (FeatureColumn feature : features) {
            if (element < feature.width()) {
                return new Origin(feature, element);
            }
            element -= feature.width();
        }
        throw new IndexOutOfBoundsException(
                "the index in an encoded row is " + index + "; it must be below the width, " + width());
    }

    /** Returns the number of values in an encoded row. */
    public int width() {
        return features.stream().mapToInt(FeatureColumn::width).sum();
    }
}
