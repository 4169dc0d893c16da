package io.credence.driver.config;

/** The scaling of numeric features. */
public enum Scaling {
    /** {@link #STANDARD}, but {@link #ROBUST} for a column whose extreme values dominate its standard deviation. */
    AUTO,
    /** Subtracts the mean of the training rows and divides by their standard deviation. */
    STANDARD,
    /** Subtracts the median, divides by the interquartile range, and clips smoothly: x / sqrt(1 + (x / 3)^2). */
    ROBUST,
    /** Maps the quantiles of the training rows to those of the normal distribution. */
    QUANTILE,
    /** Leaves features unchanged: for features that already share a scale, such as pixels from 0 to 1. */
    NONE
}
