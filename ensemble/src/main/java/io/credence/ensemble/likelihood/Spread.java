package io.credence.ensemble.likelihood;

/** What a calibration may change about a prediction. */
public enum Spread {
    /** The variance: the distribution is stretched about its centre. */
    VARIANCE,
    /** The logits of every component. */
    LOGITS,
    /** Nothing, because the spread follows from the mean. */
    FIXED
}
