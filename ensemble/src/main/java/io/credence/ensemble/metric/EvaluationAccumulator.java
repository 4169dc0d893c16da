package io.credence.ensemble.metric;

/**
 * Sums over scored rows, from which an {@link Evaluation} is computed. They can be accumulated on several machines and
 * merged in any order.
 */
public sealed interface EvaluationAccumulator permits RegressionAccumulator, ClassificationAccumulator {
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
