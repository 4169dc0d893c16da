package io.credence.ensemble.encoding;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/**
 * The encoding of the user's columns as inputs of a network. It is learnt from the training rows only and stored with
 * the model.
 *
 * @param features the feature columns, in the order of the network's inputs: first the numbers whose missing values
 *     have a learned representation, last the indexed columns
 * @param label the label column
 * @param types the types of these columns in the training data; empty for a model that does not know them
 */
public record Encoding(List<FeatureColumn> features, LabelColumn label, List<ColumnType> types)
        implements Serializable {
    /** @throws IllegalArgumentException if the columns are in another order */
    public Encoding {
        features = List.copyOf(features);
        types = types == null ? List.of() : List.copyOf(types);
        for (int i = 1; i < features.size(); i++) {
            if (position(features.get(i)) < position(features.get(i - 1))) {
                throw new IllegalArgumentException("the feature "
                        + features.get(i).name() + " follows the feature "
                        + features.get(i - 1).name()
                        + "; numbers that may be missing must come first and indexed features last");
            }
        }
    }

    /** Creates an encoding that does not know the types of the training data. */
    public Encoding(List<FeatureColumn> features, LabelColumn label) {
        this(features, label, List.of());
    }

    /** Returns these columns in the order that an encoding requires; otherwise their order is kept. */
    public static List<FeatureColumn> ordered(List<FeatureColumn> features) {
        return features.stream()
                .sorted(Comparator.comparingInt(Encoding::position))
                .toList();
    }

    private static int position(FeatureColumn column) {
        if (column instanceof FeatureColumn.Numeric number && number.missing().isLearned()) {
            return 0;
        }
        return column instanceof FeatureColumn.Indexed ? 2 : 1;
    }

    /** Returns the number of leading values of an encoded row that are NaN where a number is missing. */
    public int missable() {
        return (int) features.stream().filter(column -> position(column) == 0).count();
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
        if (origin.column() instanceof FeatureColumn.Numeric number) {
            return number.scaling().unscaled(value);
        }
        return origin.column() instanceof FeatureColumn.Vector vector
                ? vector.scalings().get(origin.element()).unscaled(value)
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
