package io.credence.kernels.loss;

import io.credence.kernels.Range;
import java.util.List;

/**
 * The permitted and recommended ranges of label smoothing, the fraction of a label's weight that is spread over all
 * classes.
 */
final class LabelSmoothing {
    static final Range RANGE = Range.atLeast(0).below(1);
    private static final double MAX_RECOMMENDED = 0.2;

    private LabelSmoothing() {}

    static List<String> warnings(double smoothing) {
        return smoothing > MAX_RECOMMENDED
                ? List.of("labelSmoothing is " + smoothing
                        + "; above 0.2, predicted probabilities no longer reflect the model's confidence")
                : List.of();
    }
}
