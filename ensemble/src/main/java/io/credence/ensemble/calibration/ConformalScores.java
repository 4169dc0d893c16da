package io.credence.ensemble.calibration;

import java.util.List;

/** Accumulates the nonconformity scores of held-out rows, on many machines and merged in any order. */
public sealed interface ConformalScores permits ResidualScores, LabelScores {
    /**
     * Adds the rows of another accumulator, which is not changed.
     *
     * @param other an accumulator of the same kind
     */
    void merge(ConformalScores other);

    /** Returns the number of rows added so far. */
    long rows();

    /**
     * Returns regions of labels with a guaranteed coverage, by split conformal prediction.
     *
     * @param coverage strictly between 0 and 1
     */
    Conformal conformal(double coverage);

    /**
     * Returns regions of labels by CV+.
     *
     * @param coverage strictly between 0 and 1
     * @param folds the scores of each fold, including these; at least two
     */
    Conformal conformal(double coverage, List<FoldScores> folds);

    /** Returns these scores as the scores of one fold. */
    FoldScores ofFold();
}
