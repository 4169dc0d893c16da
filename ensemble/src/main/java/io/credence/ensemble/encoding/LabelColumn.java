package io.credence.ensemble.encoding;

import java.io.Serializable;
import java.util.List;

/** How the label's column is encoded. */
public sealed interface LabelColumn extends Serializable {
    /** The column's name in the user's data. */
    String name();

    /**
     * A number, standardised so that the network learns on unit scale; predictions are scaled back.
     *
     * @param mean of the training rows
     * @param scale their standard deviation
     */
    record Target(String name, double mean, double scale) implements LabelColumn {
        /** @throws IllegalArgumentException if the mean is not finite or the scale not finite and positive */
        public Target {
            Scales.require(name, mean, scale);
        }
    }

    /**
     * One of a list of labels, encoded as its index in it.
     *
     * @param labels numbers in ascending order, or texts sorted
     */
    record Classes(String name, List<String> labels) implements LabelColumn {
        public Classes {
            labels = List.copyOf(labels);
        }
    }
}
