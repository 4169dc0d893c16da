package io.credence.ensemble.calibration;

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
}
