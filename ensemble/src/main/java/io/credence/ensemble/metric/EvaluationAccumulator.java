package io.credence.ensemble.metric;

/** Sums over scored rows that become an {@link Evaluation}; filled on many machines and merged in any order. */
public sealed interface EvaluationAccumulator permits RegressionAccumulator, ClassificationAccumulator {
    /**
     * Adds the rows of another accumulator, which is not changed.
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
