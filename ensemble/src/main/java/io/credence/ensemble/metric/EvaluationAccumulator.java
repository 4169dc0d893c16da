package io.credence.ensemble.metric;

import io.credence.ensemble.predictive.Prediction;

/**
 * Sums over scored rows, from which an {@link Evaluation} is computed. They can be accumulated on several machines and
 * merged in any order.
 */
public sealed interface EvaluationAccumulator permits RegressionAccumulator, ClassificationAccumulator {
    /**
     * Adds one row.
     *
     * @param prediction the prediction, of the kind that this accumulator compares with labels
     * @param label the observed value in the unit of the prediction, finite, or the index of the observed class
     */
    void add(Prediction prediction, double label);

    /**
     * Adds the rows of another accumulator, leaving it unchanged.
     *
     * @param other an accumulator for the same task
     * @throws IllegalArgumentException if its number of classes differs
     */
    void merge(EvaluationAccumulator other);

    /** Returns the number of rows added so far. */
    long rows();

    /** Returns the metrics of the rows added so far. */
    Evaluation evaluation();
}
