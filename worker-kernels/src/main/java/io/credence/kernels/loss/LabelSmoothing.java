package io.credence.kernels.loss;

import io.credence.kernels.Range;
import java.util.List;

/** What is allowed and what is wise for the share of a label's weight that is spread over all classes. */
final class LabelSmoothing {
    static final Range RANGE = Range.atLeast(0).below(1);
    private static final double WISE = 0.2;

    private LabelSmoothing() {}

    static List<String> warnings(double share) {
        return share > WISE
                ? List.of("labelSmoothing is " + share
                        + "; above 0.2 the classes blur into each other and confidence loses its meaning")
                : List.of();
    }
}
