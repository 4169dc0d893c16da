package io.credence.ensemble.calibration;

import java.util.List;

/** How badly held-out labels conform to their predictions. Made on many machines and merged in any order. */
public sealed interface ConformalScores permits ResidualScores, LabelScores {
    /**
     * Takes in another's rows; the other stays as it is.
     *
     * @param other of the same kind
     */
    void merge(ConformalScores other);

    /** The number of rows so far. */
    long rows();

    /**
     * Regions of labels with a promised coverage.
     *
     * @param coverage strictly between 0 and 1
     */
    Conformal conformal(double coverage);

    /**
     * Regions of labels of which these are the scores of one fold.
     *
     * @param folds the scores of every fold, these among them, by the fold; at least two
     */
    Conformal conformal(double coverage, List<FoldScores> folds);

    /** These scores as those of a fold. */
    FoldScores ofFold();
}
