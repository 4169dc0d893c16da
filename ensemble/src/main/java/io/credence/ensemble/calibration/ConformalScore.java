package io.credence.ensemble.calibration;

/** The measure of nonconformity that a configuration selects. */
public enum ConformalScore {
    /** For classes, {@link LabelScore#LEAST_AMBIGUOUS}; for numbers, the distance in standard deviations. */
    LEAST_AMBIGUOUS(LabelScore.LEAST_AMBIGUOUS),
    /** For classes, {@link LabelScore#ADAPTIVE}; for numbers, the distance in standard deviations. */
    ADAPTIVE(LabelScore.ADAPTIVE),
    /** For numbers, the distance from the predicted interval of the requested coverage (Romano et al. 2019). */
    QUANTILE(null);

    private final LabelScore ofClasses;

    ConformalScore(LabelScore ofClasses) {
        this.ofClasses = ofClasses;
    }

    /**
     * Returns the measure for classes.
     *
     * @throws IllegalStateException if there is none
     */
    public LabelScore ofClasses() {
        if (ofClasses == null) {
            throw new IllegalStateException("the conformal score of classes is " + this + "; it must be "
                    + LEAST_AMBIGUOUS + " or " + ADAPTIVE);
        }
        return ofClasses;
    }
}
