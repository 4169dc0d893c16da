package io.credence.ensemble.metric;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The evaluation of how well each uncertainty score separates rows outside the training distribution from rows inside
 * it.
 *
 * @param rowsInside the number of rows from inside
 * @param rowsOutside the number of rows from outside
 * @param scores the separation by {@link OutOfDistributionScore#key}; the scores of a single component are omitted if
 *     there is only one
 * @param roc the receiver operating characteristic by the same key: false positive rate, true positive rate
 */
public record OutOfDistributionEvaluation(
        long rowsInside, long rowsOutside, SortedMap<String, Separation> scores, Map<String, Curve> roc) {
    public OutOfDistributionEvaluation {
        scores = Collections.unmodifiableSortedMap(new TreeMap<>(scores));
        roc = Collections.unmodifiableMap(new TreeMap<>(roc));
    }
}
