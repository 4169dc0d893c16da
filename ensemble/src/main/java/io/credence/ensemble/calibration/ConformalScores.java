package io.credence.ensemble.calibration;

import io.credence.ensemble.predictive.Prediction;
import java.util.List;

/** Nonconformity scores of held-out rows. They can be accumulated on several machines and merged in any order. */
public sealed interface ConformalScores permits ResidualScores, QuantileScores, LabelScores {
    /**
     * Adds one held-out row. Its prediction must be calibrated, because predictions for new rows are calibrated too.
     *
     * @param label the observed value in the label's unit, or the index of the observed class
     */
    void add(Prediction prediction, double label);

    /**
     * Adds the rows of another accumulator, leaving it unchanged.
     *
     * @param other an accumulator of the same kind
     */
    void merge(ConformalScores other);

    /** Returns the number of rows added so far. */
    long rows();

    /**
     * Returns label regions with guaranteed coverage by split conformal prediction.
     *
     * @param coverage strictly between 0 and 1
     */
    Conformal conformal(double coverage);

    /**
     * Returns label regions by CV+.
     *
     * @param coverage strictly between 0 and 1
     * @param folds the scores of each fold, including these; at least two
     */
    Conformal conformal(double coverage, List<FoldScores> folds);

    /** Returns these scores as the scores of one fold. */
    FoldScores ofFold();
}
