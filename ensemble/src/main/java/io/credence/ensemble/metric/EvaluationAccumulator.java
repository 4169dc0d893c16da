package io.credence.ensemble.metric;

/** Sums over scored rows that become an {@link Evaluation}. Made on many machines and merged in any order. */
public sealed interface EvaluationAccumulator permits RegressionAccumulator, ClassificationAccumulator {
    /**
     * Takes in the rows of another; the other stays as it is.
     *
     * @param other of the same task
     * @throws IllegalArgumentException if it has other classes
     */
    void merge(EvaluationAccumulator other);

    /** The number of rows so far. */
    long rows();

    /** The metrics of the rows so far. */
    Evaluation evaluation();
}
