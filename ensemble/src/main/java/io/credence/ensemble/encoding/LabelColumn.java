package io.credence.ensemble.encoding;

import java.util.List;

/** How the label's column is encoded. */
public sealed interface LabelColumn {
    /** The column's name in the user's data. */
    String name();

    /** A number, standardised so that the network learns on unit scale; predictions are scaled back. */
    record Target(String name, double mean, double scale) implements LabelColumn {}

    /** One of a list of labels, encoded as its index in it. */
    record Classes(String name, List<String> labels) implements LabelColumn {
        public Classes {
            labels = List.copyOf(labels);
        }
    }
}
