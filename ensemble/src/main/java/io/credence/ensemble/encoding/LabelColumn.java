package io.credence.ensemble.encoding;

import java.io.Serializable;
import java.util.List;

/** The encoding of the label column. */
public sealed interface LabelColumn extends Serializable {
    /** Returns the column's name in the user's data. */
    String name();

    /**
     * A number, standardised so that the network learns on unit scale. Predictions are converted back.
     *
     * @param mean the mean of the training rows
     * @param scale their standard deviation
     */
    record Target(String name, double mean, double scale) implements LabelColumn {
        /** @throws IllegalArgumentException if the mean is not finite, or the scale is not finite and positive */
        public Target {
            NumberScaling.requireScale(mean, scale);
        }
    }

    /**
     * A class, encoded as its index in a list of labels.
     *
     * @param labels the labels: numbers in ascending order, or sorted strings
     */
    record Classes(String name, List<String> labels) implements LabelColumn {
        public Classes {
            labels = List.copyOf(labels);
        }
    }
}
