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
 * @param scores by score: {@code total}, {@code aleatoric}, {@code epistemic}; for classes {@code maximumProbability}, the maximum of
 *     the mean probabilities taken from 1 (Hendrycks and Gimpel 2017), {@code maximumLogit}, the mean of the components' greatest logits with its
 *     sign changed (Hendrycks et al. 2022), {@code energy}, the mean of their energies (Liu et al. 2020), {@code disagreement}, the share of pairs of components that vote for
 *     different classes, and {@code pairwiseDivergence}, the mean divergence of one component from another (Malinin and Gales 2021). What
 *     the first component alone says, which of a deep ensemble is a single network, stands beside them: {@code componentEntropy} and
 *     {@code componentMaximumProbability}, or {@code componentVariance}; left out where there is only one
 * @param roc by score, the receiver operating characteristic: false and true positive rate
 */
public record OutOfDistributionEvaluation(
        long rowsInside, long rowsOutside, SortedMap<String, Separation> scores, Map<String, Curve> roc) {
    public OutOfDistributionEvaluation {
        scores = Collections.unmodifiableSortedMap(new TreeMap<>(scores));
        roc = Collections.unmodifiableMap(new TreeMap<>(roc));
    }
}
