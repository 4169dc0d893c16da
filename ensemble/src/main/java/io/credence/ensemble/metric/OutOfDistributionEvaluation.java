package io.credence.ensemble.metric;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How well each uncertainty score tells rows from outside the training distribution from those inside (requirement A9).
 *
 * @param rowsInside how many rows came from inside
 * @param rowsOutside how many rows came from outside
 * @param scores by score: {@code total}, {@code aleatoric}, {@code epistemic} and for classes {@code maximumProbability}, the
 *     maximum softmax probability taken from 1
 * @param roc by score, the receiver operating characteristic: false and true positive rate
 */
public record OutOfDistributionEvaluation(
        long rowsInside, long rowsOutside, SortedMap<String, Separation> scores, Map<String, Curve> roc) {
    public OutOfDistributionEvaluation {
        scores = Collections.unmodifiableSortedMap(new TreeMap<>(scores));
        roc = Collections.unmodifiableMap(new TreeMap<>(roc));
    }
}
