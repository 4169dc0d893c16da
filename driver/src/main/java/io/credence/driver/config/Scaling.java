package io.credence.driver.config;

/** The scaling of numeric features. */
public enum Scaling {
    /** Subtracts the mean of the training rows and divides by their standard deviation. */
    STANDARD,
    /** Leaves features unchanged: for features that already share a scale, such as pixels from 0 to 1. */
    NONE
}
